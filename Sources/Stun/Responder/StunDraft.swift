import Vocabulary

/// Collects the attributes of an answer as long as it stays small beside the request.
struct StunDraft {
  private let transaction: StunTransaction
  private let limit: Int
  private let fingerprint: [StunAttribute]
  private var attributes: [StunAttribute] = []
  private var byteCount = StunMessage.headerByteCount

  /// - Parameter byteCount: Of the whole request. One that has a checksum is answered with one.
  init(answering request: StunMessage, byteCount: Int) {
    transaction = request.transaction
    limit = min(StunResponder.largestGain * byteCount, StunMessage.mostBytes)
    fingerprint = request.hasFingerprint ? [.fingerprint] : []
    self.byteCount += fingerprint.reduce(0) { $0 + $1.byteCount }
  }

  mutating func add(_ attribute: StunAttribute) {
    attributes.append(attribute)
    byteCount += attribute.byteCount
  }

  mutating func addIfItFits(_ attribute: StunAttribute) {
    if byteCount + attribute.byteCount <= limit { add(attribute) }
  }

  /// As much as was sent to us, or what fits: RFC 5780 6.1 has the answer padded, to see whether
  /// fragments arrive.
  mutating func addPadding(_ count: Int) {
    let room = limit - byteCount - 4
    if room >= 0 { add(.padding(min(count, room))) }
  }

  func encoded(_ kind: StunMessage.Kind) -> [UInt8] {
    StunMessage(kind, transaction, attributes + fingerprint).encoded
  }
}
