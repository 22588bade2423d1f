import Stun
import Vocabulary

/// Reads bytes as RFCs print them; spaces and line ends do not matter.
func hex(_ text: String) -> [UInt8] {
  let digits = text.compactMap(\.hexDigitValue).map(UInt8.init)
  precondition(digits.count % 2 == 0, "half a byte is left over in \(text)")
  return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}

func at(_ milliseconds: Int) -> Instant { .zero + .milliseconds(milliseconds) }

/// 192.0.2.`host`, which stands for servers.
func server(_ host: UInt8 = 1, port: UInt16 = 3_478) -> Address {
  Address(ipv4: 192, 0, 2, host, port: port)
}

/// 203.0.113.`host`, which stands for players as the world sees them.
func player(_ host: UInt8 = 7, port: UInt16 = 40_000) -> Address {
  Address(ipv4: 203, 0, 113, host, port: port)
}

/// 2001:db8::`host`.
func ipv6(_ host: UInt64, network: UInt64 = 0, port: UInt16 = 3_478) -> Address {
  Address(high: 0x2001_0DB8_0000_0000 | network, low: host, port: port)
}

func transaction(_ number: UInt64 = 1) -> StunTransaction {
  StunTransaction(high: 0xABCD_EF01, low: number)
}

func request(_ attributes: StunAttribute...) -> [UInt8] {
  StunMessage(.request, transaction(), attributes).encoded
}

func request(number: UInt64) -> [UInt8] {
  StunMessage(.request, transaction(number)).encoded
}

/// Nothing unless the bytes are a message.
func decoded(_ bytes: [UInt8]) -> StunMessage? {
  do throws(StunError) { return try StunMessage(bytes[...]) } catch { return nil }
}

/// What decoding throws; nothing when it does not.
func errorOfDecoding(_ bytes: [UInt8]) -> StunError? {
  do throws(StunError) {
    _ = try StunMessage(bytes[...])
    return nil
  } catch { return error }
}

/// A header of a request with the right length, and these bytes as attributes.
func message(attributes: [UInt8], type: UInt16 = 0x0001) -> [UInt8] {
  let length = UInt16(attributes.count)
  return [
    UInt8(type >> 8), UInt8(truncatingIfNeeded: type), UInt8(length >> 8),
    UInt8(truncatingIfNeeded: length),
  ] + hex("2112a442 abcdef01 00000000 00000001") + attributes
}

/// Messages of every shape, to be damaged.
let wellFormed: [[UInt8]] = [
  Published.request, Published.responseIPv4, Published.responseIPv6,
  request(), request(.fingerprint), request(.changeRequest(.port), .padding(40), .fingerprint),
  StunMessage(
    .success, transaction(),
    [
      .xorMappedAddress(player()), .mappedAddress(ipv6(1)), .otherAddress(server(2, port: 3_479)),
      .responseOrigin(server()), .alternatePort(3_479), .software(Array("ghostline".utf8)),
    ]
  ).encoded,
  StunMessage(
    .failure, transaction(), [.errorCode(420), .unknownAttributes([3, 0x27, 2])]
  ).encoded,
]

/// The test vectors of RFC 5769, as published.
enum Published {
  /// 2.1: an ICE check, with a user, a seal and a checksum.
  static let request = hex(
    """
    00010058 2112a442 b7e7a701 bc34d686 fa87dfae
    80220010 5354554e 20746573 7420636c 69656e74
    00240004 6e0001ff
    80290008 932ff9b1 51263b36
    00060009 6576746a 3a683676 59202020
    00080014 9aeaa70c bfd8cb56 781ef2b5 b2d3f249 c1b571a2
    80280004 e57a3bcf
    """)
  /// 2.2: from 192.0.2.1, port 32853.
  static let responseIPv4 = hex(
    """
    0101003c 2112a442 b7e7a701 bc34d686 fa87dfae
    8022000b 74657374 20766563 746f7220
    00200008 0001a147 e112a643
    00080014 2b91f599 fd9e90c3 8c7489f9 2af9ba53 f06be7d7
    80280004 c07d4c96
    """)
  /// 2.3: from 2001:db8:1234:5678:11:2233:4455:6677, port 32853.
  static let responseIPv6 = hex(
    """
    01010048 2112a442 b7e7a701 bc34d686 fa87dfae
    8022000b 74657374 20766563 746f7220
    00200014 0002a147 0113a9fa a5d3f179 bc25f4b5 bed2b9d9
    00080014 a382954e 4be67bf1 1784c97c 8292c275 bfe3ed41
    80280004 c8fb0b4c
    """)

  static let transaction = StunTransaction(high: 0xB7E7_A701, low: 0xBC34_D686_FA87_DFAE)
}
