import Vocabulary

/// Where a relay that is about to stop sends players for their next room: the address of another.
///
/// It comes from a relay, which anybody may run: it is shown, and never obeyed by itself.
package struct NextRelay: Hashable, Sendable {
  /// In bytes.
  package static let longest = 128
  private static let schemes = ["ghostline://", "ghostlines://"]

  /// `ghostline://HOST:PORT`, or the same with `ghostlines`; visible ASCII.
  package let text: String

  /// Nothing when it is no address of a relay, or one that is too long.
  package init?(_ text: some StringProtocol) {
    guard text.utf8.count <= Self.longest,
      let scheme = Self.schemes.first(where: { text.hasPrefix($0) }),
      let place = HostPort(text.dropFirst(scheme.count)), place.port > 0, !place.hasZone
    else { return nil }
    self.text = String(text)
  }
}

extension NextRelay? {
  /// Nothing takes no bytes.
  var bytes: [UInt8] { map { Array($0.text.utf8) } ?? [] }
}
