import Testing
import Views

@Suite struct KeyDecoderTests {
  static let table: [(bytes: String, keys: [Key])] = [
    ("w", [.character("w")]),
    ("\u{1b}[A", [.up]), ("\u{1b}[B", [.down]), ("\u{1b}[C", [.right]), ("\u{1b}[D", [.left]),
    ("\u{1b}OA", [.up]), ("\u{1b}OB", [.down]), ("\u{1b}OC", [.right]), ("\u{1b}OD", [.left]),
    ("\u{1b}[1;5A", [.up]),
    ("\u{1b}[I", [.focusIn]), ("\u{1b}[O", [.focusOut]),
    ("\r", [.enter]), ("\n", [.enter]), ("\t", [.tab]), ("\u{1b}[Z", [.backTab]),
    ("\u{7f}", [.backspace]), ("\u{8}", [.backspace]),
    ("\u{3}", [.control("c")]), ("\u{1a}", [.control("z")]), ("\u{c}", [.control("l")]),
    ("é", [.character("é")]), ("日", [.character("日")]), ("😀", [.character("😀")]),
    ("\u{1b}[200~x\u{1b}[A q y\u{3}\u{1b}[201~w", [.character("w")]),
    ("\u{1b}[200~\u{1b}[20\u{1b}[201~s", [.character("s")]),
    ("\u{1b}[15~\u{1b}[3;2~x", [.character("x")]),
    ("\u{1b}]11;rgb:00/00/00\u{7}x", [.character("x")]),
    ("\u{1b}P1+r\u{1b}\\x", [.character("x")]),
    ("\u{1b}[?62;4cx", [.character("x")]),
    ("\u{1b}[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16mx", [.character("x")]),
    ("\u{1b}[<0;1;1M", [.click(column: 0, row: 0)]),
    ("\u{1b}[<0;132;30Mx", [.click(column: 131, row: 29), .character("x")]),
    // Let go, another button, with Shift, the wheel; and what is no report at all.
    ("\u{1b}[<0;1;1m", []), ("\u{1b}[<2;1;1M", []), ("\u{1b}[<4;1;1M", []),
    ("\u{1b}[<64;1;1M", []), ("\u{1b}[<0;0;1M", []), ("\u{1b}[<0;1M", []), ("\u{1b}[<0;;1M", []),
    ("\u{1b}[<0;99999999999999999999;1Mx", [.character("x")]), ("\u{1b}[<M", []),
    ("\u{1b}xw", [.character("w")]),
    ("\u{1b}\u{1b}[A", [.escape, .up]),
    ("\u{1b}[1\u{1b}[B", [.down]),
    ("\u{1b}[A\u{1b}[Dq", [.up, .left, .character("q")]),
  ]

  @Test(arguments: table)
  func `a sequence that comes whole is its keys`(row: (bytes: String, keys: [Key])) {
    var decoder = KeyDecoder()
    let keys = row.bytes.utf8.compactMap { decoder.feed($0) }
    #expect(keys == row.keys)
    #expect(decoder == KeyDecoder(), "the decoder is back where it began")
  }

  @Test(arguments: table)
  func `a sequence that comes byte by byte, a tick apart, is the same keys`(
    row: (bytes: String, keys: [Key])
  ) {
    var decoder = KeyDecoder()
    var keys: [Key] = []
    for byte in row.bytes.utf8 {
      if let key = decoder.feed(byte) { keys.append(key) }
      if let key = decoder.pause() { keys.append(key) }
    }
    #expect(keys == row.keys)
  }

  @Test func `a lone escape is a key after three quiet ticks`() {
    var decoder = KeyDecoder()
    #expect(decoder.feed(0x1b) == nil)
    #expect(decoder.pause() == nil)
    #expect(decoder.pause() == nil)
    #expect(decoder.pause() == .escape)
    #expect(decoder.pause() == nil)
  }

  @Test func `a paste without an end does not lock the keyboard`() {
    var decoder = KeyDecoder()
    for byte in "\u{1b}[200~abc".utf8 { #expect(decoder.feed(byte) == nil) }
    for _ in 0..<59 { #expect(decoder.pause() == nil) }
    #expect(decoder.feed(UInt8(ascii: "q")) == nil)
    for _ in 0..<60 { #expect(decoder.pause() == nil) }
    #expect(decoder.feed(UInt8(ascii: "q")) == .character("q"))
  }

  @Test(
    arguments: [
      [0xff], [0xc0, 0x80], [0xe0, 0x80, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
      [0x80],
    ] as [[UInt8]])
  func `broken UTF-8 is dropped and the next key is heard`(bytes: [UInt8]) {
    var decoder = KeyDecoder()
    #expect((bytes + [UInt8(ascii: "w")]).compactMap { decoder.feed($0) } == [.character("w")])
  }

  @Test func `a key that interrupts a UTF-8 sequence is heard`() {
    var decoder = KeyDecoder()
    #expect([0xe6, 0x97, 0x77].compactMap { decoder.feed($0) } == [.character("w")])
  }

  @Test(arguments: UInt64(0)..<100)
  func `any bytes at all are survived, and a key after them is heard`(seed: UInt64) {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    var decoder = KeyDecoder()
    for _ in 0..<2000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      _ = decoder.feed(UInt8(truncatingIfNeeded: state >> 33))
    }
    for _ in 0..<60 { _ = decoder.pause() }
    #expect(decoder.feed(UInt8(ascii: "w")) == .character("w"), "seed \(seed)")
  }
}
