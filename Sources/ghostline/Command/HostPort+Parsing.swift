import Vocabulary

extension HostPort {
  /// Reads `host:port` or `[IPv6 address]:port`; nothing when it is neither.
  init?(_ text: some StringProtocol) {
    guard let colon = text.lastIndex(of: ":"), colon > text.startIndex,
      let port = UInt16(text[text.index(after: colon)...])
    else { return nil }
    let host = text[..<colon]
    guard host.hasPrefix("[") == host.hasSuffix("]") else { return nil }
    let bare = host.hasPrefix("[") ? host.dropFirst().dropLast() : host[...]
    guard !bare.isEmpty, host.hasPrefix("[") || !bare.contains(":") else { return nil }
    self.init(host: String(bare), port: port)
  }
}
