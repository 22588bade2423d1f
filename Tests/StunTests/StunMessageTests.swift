import Stun
import Testing
import Vocabulary

struct StunMessageTests {
  // MARK: RFC 5769

  @Test func `the published IPv4 response says what the RFC says`() {
    #expect(
      decoded(Published.responseIPv4)
        == StunMessage(
          .success, Published.transaction,
          [
            .software(Array("test vector".utf8)),
            .xorMappedAddress(Address(ipv4: 192, 0, 2, 1, port: 32_853)), .fingerprint,
          ]))
  }

  @Test func `the published IPv6 response says what the RFC says`() {
    #expect(
      decoded(Published.responseIPv6)
        == StunMessage(
          .success, Published.transaction,
          [
            .software(Array("test vector".utf8)),
            .xorMappedAddress(
              Address(high: 0x2001_0DB8_1234_5678, low: 0x0011_2233_4455_6677, port: 32_853)),
            .fingerprint,
          ]))
  }

  @Test func `the published request has a user and a priority that we do not understand`() {
    #expect(
      decoded(Published.request)
        == StunMessage(
          .request, Published.transaction,
          [
            .software(Array("STUN test client".utf8)), .notUnderstood(0x0024),
            .notUnderstood(0x0006), .fingerprint,
          ]))
  }

  @Test func `masked addresses are written as the RFC writes them`() {
    let ipv4 = StunMessage(
      .success, Published.transaction,
      [.xorMappedAddress(Address(ipv4: 192, 0, 2, 1, port: 32_853))])
    #expect(Array(ipv4.encoded[20...]) == Array(Published.responseIPv4[36..<48]))
    let ipv6 = StunMessage(
      .success, Published.transaction,
      [
        .xorMappedAddress(
          Address(high: 0x2001_0DB8_1234_5678, low: 0x0011_2233_4455_6677, port: 32_853))
      ])
    #expect(Array(ipv6.encoded[20...]) == Array(Published.responseIPv6[36..<60]))
  }

  // MARK: Golden bytes of the rest

  @Test func `a bare request is a header`() {
    #expect(request() == hex("00010000 2112a442 abcdef01 00000000 00000001"))
  }

  @Test(
    arguments: [
      (.mappedAddress(player()), "00010008 00019c40 cb007107"),
      (.mappedAddress(ipv6(5)), "00010014 00020d96 20010db8 00000000 00000000 00000005"),
      (.changeRequest(.nothing), "00030004 00000000"),
      (.changeRequest(.port), "00030004 00000002"),
      (.changeRequest(.host), "00030004 00000004"),
      (.changeRequest(.hostAndPort), "00030004 00000006"),
      (.errorCode(420), "00090004 00000414"),
      (.errorCode(300), "00090004 00000300"),
      (.errorCode(699), "00090004 00000663"),
      (.unknownAttributes([3]), "000a0002 00030000"),
      (.unknownAttributes([3, 0x27]), "000a0004 00030027"),
      (.unknownAttributes([]), "000a0000"),
      (.padding(0), "00260000"),
      (.padding(3), "00260003 00000000"),
      (.software(Array("relay".utf8)), "80220005 72656c61 79000000"),
      (.software([]), "80220000"),
      (.responseOrigin(server()), "802b0008 00010d96 c0000201"),
      (.otherAddress(server(2, port: 3_479)), "802c0008 00010d97 c0000202"),
      (.alternatePort(3_479), "e1070004 0d970000"),
      (.notUnderstood(0x0027), "00270000"),
    ] as [(StunAttribute, String)])
  func `an attribute has these bytes, and they have it`(attribute: StunAttribute, bytes: String) {
    let written = StunMessage(.success, transaction(), [attribute])
    #expect(written.encoded == message(attributes: hex(bytes), type: 0x0101))
    #expect(decoded(message(attributes: hex(bytes), type: 0x0101)) == written)
  }

  @Test func `a message decodes to what was encoded`() {
    for bytes in wellFormed {
      guard let message = decoded(bytes), message.transaction == transaction() else { continue }
      #expect(message.encoded == bytes)
    }
  }

  @Test func `the kinds are told apart by the type`() {
    #expect(decoded(message(attributes: []))?.kind == .request)
    #expect(decoded(message(attributes: [], type: 0x0101))?.kind == .success)
    #expect(decoded(message(attributes: [], type: 0x0111))?.kind == .failure)
  }

  // MARK: Reading leniently

  @Test func `other bits of a change request, and the first byte of an address, are ignored`() {
    #expect(
      decoded(message(attributes: hex("00030004 fffffff9")))?.changeRequest == .nothing)
    #expect(
      decoded(message(attributes: hex("00030004 fffffffb")))?.changeRequest == .port)
    #expect(
      decoded(message(attributes: hex("00010008 ff010d96 c0000201")))?.mapped == server())
  }

  @Test func `what may be skipped is skipped, what must be understood is named`() {
    let bytes = message(attributes: hex("80000003 01020300 7fff0000 c0570004 00000001 00270000"))
    #expect(decoded(bytes)?.attributes == [.notUnderstood(0x7FFF), .notUnderstood(0x0027)])
    #expect(decoded(bytes)?.notUnderstood == [0x7FFF, 0x0027])
  }

  @Test func `addresses in the style of 2003 are known and not looked at`() {
    let bytes = message(attributes: hex("00040008 00010d96 c0000201 00050002 ffff0000"))
    #expect(decoded(bytes)?.attributes == [])
  }

  @Test(arguments: ["00080014", "001c0020"])
  func `after a seal nothing counts but the checksum`(header: String) {
    let seal = hex(header) + [UInt8](repeating: 7, count: header == "00080014" ? 20 : 32)
    let bytes = message(attributes: seal + hex("00270000 00010004 00000000"))
    #expect(decoded(bytes)?.attributes == [])
    #expect(
      errorOfDecoding(message(attributes: seal + hex("80280004 00000000"))) == .fingerprint)
  }

  @Test func `the mask is preferred, and of two the first`() {
    let both = StunMessage(
      .success, transaction(),
      [.mappedAddress(player(1)), .xorMappedAddress(player(2)), .xorMappedAddress(player(3))])
    #expect(both.mapped == player(2))
    #expect(StunMessage(.success, transaction(), [.mappedAddress(player(1))]).mapped == player(1))
    #expect(StunMessage(.success, transaction()).mapped == nil)
  }

  @Test func `each question about a message has its own answer`() {
    let full = StunMessage(
      .failure, transaction(),
      [
        .otherAddress(server(2)), .alternatePort(9), .errorCode(438), .changeRequest(.host),
        .padding(8), .fingerprint,
      ])
    #expect(full.otherAddress == server(2))
    #expect(full.alternatePort == 9)
    #expect(full.errorCode == 438)
    #expect(full.changeRequest == .host)
    #expect(full.padding == 8)
    #expect(full.hasFingerprint)
    let empty = StunMessage(.failure, transaction())
    #expect(empty.otherAddress == nil)
    #expect(empty.alternatePort == nil)
    #expect(empty.errorCode == nil)
    #expect(empty.changeRequest == nil)
    #expect(empty.padding == nil)
    #expect(!empty.hasFingerprint)
  }

  @Test func `a slice is read from its own start`() {
    let bytes = [1, 2, 3] + Published.responseIPv4 + [4]
    let slice = bytes[3..<bytes.count - 1]
    #expect(StunMessage.isStun(slice))
    #expect(throws: Never.self) { try StunMessage(slice) }
  }
}
