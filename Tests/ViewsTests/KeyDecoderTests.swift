import Testing
import Views
import Vocabulary

@Suite struct KeyDecoderTests {
  static let table: [(bytes: String, keys: [Key])] = [
    ("w", [.character("w")]), ("W", [.character("W")]),
    ("\u{1b}[A", [.up]), ("\u{1b}[B", [.down]), ("\u{1b}[C", [.right]), ("\u{1b}[D", [.left]),
    ("\u{1b}OA", [.up]), ("\u{1b}OB", [.down]), ("\u{1b}OC", [.right]), ("\u{1b}OD", [.left]),
    ("\u{1b}[1;5A", [.up]), ("\u{1b}[1;2B", [.down]), ("\u{1b}[;5C", [.right]),
    ("\u{1b}O5A", [.up]), ("\u{1b}OM", [.enter]),
    ("\u{1b}[I", [.focusIn]), ("\u{1b}[O", [.focusOut]),
    ("\r", [.enter]), ("\n", [.enter]), ("\t", [.tab]), ("\u{1b}[Z", [.backTab]),
    ("\u{1b}[1;2Z", [.backTab]), ("\u{1b}[5~", [.pageUp]), ("\u{1b}[6~", [.pageDown]),
    ("\u{1b}[57421u", [.pageUp]), ("\u{1b}[57422u", [.pageDown]), ("\u{1b}[3~", []),
    ("\u{7f}", [.backspace]), ("\u{8}", [.backspace]),
    ("\u{3}", [.control("c")]), ("\u{1a}", [.control("z")]), ("\u{c}", [.control("l")]),
    ("é", [.character("é")]), ("日", [.character("日")]), ("😀", [.character("😀")]),
    ("\u{1b}[<0;1;1M", [.click(column: 0, row: 0)]),
    ("\u{1b}[<0;132;30Mx", [.click(column: 131, row: 29), .character("x")]),
    ("\u{1b}\u{1b}[A", [.escape, .up]),
    ("\u{1b}[1\u{1b}[B", [.down]), ("\u{1b}[M \u{1b}[B", [.down]), ("\u{1b}(\u{1b}[B", [.down]),
    ("\u{1b}[A\u{1b}[Dq", [.up, .left, .character("q")]),
    // Controls of the second set, in UTF-8.
    ("\u{9b}A\u{8f}B", [.up, .down]), ("\u{9d}0;q\u{7}x", [.character("x")]),
    ("\u{85}\u{9c}x", [.character("x")]),
  ]

  /// Each is nothing, and what follows it is heard.
  static let nothing: [String] = [
    // Pasted text, with keys, sequences and ends of pastes that are none.
    "\u{1b}[200~x\u{1b}[A q y\u{3}\u{1b}[201~", "\u{1b}[200~\u{1b}[20\u{1b}[201~", "\u{1b}[201~",
    "\u{1b}[200~\u{9b}201~qy\u{1b}[201~",
    // Keys that are not bound: function keys of xterm and of the Linux console, Delete, Home.
    "\u{1b}OP", "\u{1b}O2P", "\u{1b}[15~", "\u{1b}[3;2~", "\u{1b}[1;5P", "\u{1b}[H",
    "\u{1b}[[A", "\u{1b}[[B", "\u{1b}[[C", "\u{1b}[[D", "\u{1b}[[E",
    // Answers that come late.
    "\u{1b}]11;rgb:00/00/00\u{7}", "\u{1b}P1+r\u{1b}\\", "\u{1b}[?62;4c", "\u{1b}[30;100R",
    "\u{1b}[?2026;2$y", "\u{1b}[4;1$y", "\u{1b}[8;30;100t", "\u{1b}_Gi=1;OK\u{1b}\\",
    "\u{1b}]2;Śtitle\u{1b}\\", "\u{1b}[?1u", "\u{1b}[?1A", "\u{1b}[>1;2D", "\u{1b}[=A",
    // Arrows that are none: with intermediates, of another number, too long, let go.
    "\u{1b}[ A", "\u{1b}[1 D", "\u{1b}[5A", "\u{1b}[1;5;5A", "\u{1b}[1;1:3A", "\u{1b}[1;0A",
    "\u{1b}[1;999A", "\u{1b}[1:5D", "\u{1b}O!A", "\u{1b}[é;A",
    "\u{1b}[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16m",
    "\u{1b}[1;2222222222222222222222222222222222222222222222222A",
    // Mice: X10, with letters as places and beyond 95 columns in mode 1005; urxvt; highlighting.
    "\u{1b}[M qy", "\u{1b}[M#xX", "\u{1b}[M aw", "\u{1b}[M q\u{d0}", "\u{1b}[M \u{d0}q",
    "\u{1b}[32;10;5M", "\u{1b}[35;10;5M", "\u{1b}[tqy", "\u{1b}[Tqyqyqy",
    // SGR: let go, another button, with Shift, the wheel; and what is no report at all.
    "\u{1b}[<0;1;1m", "\u{1b}[<2;1;1M", "\u{1b}[<4;1;1M", "\u{1b}[<64;1;1M", "\u{1b}[<0;0;1M",
    "\u{1b}[<0;1M", "\u{1b}[<0;;1M", "\u{1b}[<0;99999999999999999999;1M", "\u{1b}[<M",
    "\u{1b}[<1A", "\u{1b}[<0;1;1;1M",
    // Alt and a key.
    "\u{1b}x", "\u{1b}q", "\u{1b}é", "\u{1b}日", "\u{1b}(B", "\u{1b}\r", "\u{1b}\u{1a}",
    // What is cancelled.
    "\u{1b}[1\u{18}", "\u{1b}]0;q\u{1a}",
  ]

  /// Kitty's protocol, and xterm's modifyOtherKeys in both formats.
  static let extended: [(bytes: String, keys: [Key])] = [
    ("\u{1b}[113u", [.character("q")]), ("\u{1b}[113;1:1u", [.character("q")]),
    ("\u{1b}[113;1:2u", [.character("q")]), ("\u{1b}[113;1:3u", []),
    ("\u{1b}[99;5u", [.control("c")]), ("\u{1b}[99;5:3u", []), ("\u{1b}[67;6u", [.control("c")]),
    ("\u{1b}[99;69u", [.control("c")]), ("\u{1b}[99;7u", [.control("c")]),
    ("\u{1b}[1089::99;5u", [.control("c")]), ("\u{1b}[27;5;99~", [.control("c")]),
    ("\u{1b}[27;6;67~", [.control("c")]),
    ("\u{1b}[27u", [.escape]), ("\u{1b}[27;1u", [.escape]), ("\u{1b}[27;1:3u", []),
    ("\u{1b}[27;5;27~", [.escape]),
    ("\u{1b}[13u", [.enter]), ("\u{1b}[13;2u", [.enter]), ("\u{1b}[13;5u", [.enter]),
    ("\u{1b}[9u", [.tab]), ("\u{1b}[9;2u", [.backTab]), ("\u{1b}[127u", [.backspace]),
    ("\u{1b}[32u", [.character(" ")]), ("\u{1b}[32;2u", [.character(" ")]),
    ("\u{1b}[119;2u", [.character("w")]), ("\u{1b}[119:87;2u", [.character("W")]),
    ("\u{1b}[119;65u", [.character("w")]), ("\u{1b}[27;2;87~", [.character("W")]),
    ("\u{1b}[91:123;2u", [.character("{")]), ("\u{1b}[91;2;123u", [.character("{")]),
    ("\u{1b}[27;2;123~", [.character("{")]), ("\u{1b}[119;;119u", [.character("w")]),
    // What Shift makes of it is not told; more than one letter; Alt, Super.
    ("\u{1b}[91;2u", []), ("\u{1b}[119;;119:119u", []), ("\u{1b}[113;3u", []),
    ("\u{1b}[113;9u", []),
    ("\u{1b}[120;7u", []), ("\u{1b}[27;3;113~", []), ("\u{1b}[27;5;49~", []),
    // Keys of the keypad, of the arrows, and those that type nothing.
    ("\u{1b}[57399u", [.character("0")]), ("\u{1b}[57412u", [.character("-")]),
    ("\u{1b}[57414u", [.enter]), ("\u{1b}[57417u", [.left]), ("\u{1b}[57420u", [.down]),
    ("\u{1b}[57441;2u", []), ("\u{1b}[57358u", []), ("\u{1b}[1;1:2C", [.right]),
    ("\u{1b}[u", []), ("\u{1b}[;5u", []), ("\u{1b}[99999999u", []), ("\u{1b}[55296u", []),
    ("\u{1b}[3u", []), ("\u{1b}[155u", []), ("\u{1b}[113;257u", []), ("\u{1b}[113;0u", []),
    ("\u{1b}[26;5;99~", []), ("\u{1b}[27;5~", []), ("\u{1b}[113;1;113;1u", []),
  ]

  static let all =
    table + extended + nothing.map { ($0 + "x", [Key.character("x")]) }

  @Test(arguments: all)
  func `a sequence that comes whole is its keys`(row: (bytes: String, keys: [Key])) {
    var decoder = KeyDecoder()
    let keys = row.bytes.utf8.compactMap { decoder.feed($0, now: .zero) }
    #expect(keys == row.keys)
    #expect(decoder.due == nil, "the decoder waits for nothing")
  }

  /// However often it is asked: the machine may poll a thousand times between two bytes, or never.
  @Test(arguments: all, [1, 45])
  func `a sequence that comes in pieces is the same keys`(
    row: (bytes: String, keys: [Key]), milliseconds: Int
  ) {
    var decoder = KeyDecoder()
    var keys: [Key] = []
    var now = Instant.zero
    // A sequence of forty bytes that takes two seconds is none.
    let gap = row.bytes.utf8.count < 20 ? milliseconds : 1
    for byte in row.bytes.utf8 {
      if let key = decoder.feed(byte, now: now) { keys.append(key) }
      for _ in 0..<gap {
        now += .milliseconds(1)
        for _ in 0..<3 { if let key = decoder.quiet(now: now) { keys.append(key) } }
      }
    }
    #expect(keys == row.keys)
  }

  @Test func `a lone escape is a key after a tenth of a second, however it is asked`() {
    for step in [1, 7, 100] {
      var decoder = KeyDecoder()
      #expect(decoder.feed(0x1b, now: .zero) == nil)
      #expect(decoder.due == .zero + .milliseconds(100))
      var milliseconds = step
      while milliseconds < 100 {
        #expect(decoder.quiet(now: .zero + .milliseconds(milliseconds)) == nil)
        milliseconds += step
      }
      #expect(decoder.quiet(now: .zero + .milliseconds(100)) == .escape)
      #expect(decoder.quiet(now: .zero + .milliseconds(300)) == nil)
      #expect(decoder.due == nil)
    }
  }

  @Test func `what was read late belongs together all the same`() {
    var decoder = KeyDecoder()
    #expect(decoder.feed(0x1b, now: .zero) == nil)
    #expect(decoder.feed(UInt8(ascii: "["), now: .zero + .seconds(3)) == nil)
    #expect(decoder.feed(UInt8(ascii: "D"), now: .zero + .seconds(3)) == .left)
  }

  @Test(
    arguments: [
      "", "\u{1b}", "\u{1b}[", "\u{1b}[1;", "\u{1b}[M", "\u{1b}[M !", "\u{1b}O", "\u{1b}[[",
      "\u{1b}]0;q",
      "\u{1b}P", "\u{1b}]\u{1b}", "\u{1b}(",
    ])
  func `Ctrl-C is heard in the midst of anything`(before: String) {
    var decoder = KeyDecoder()
    for byte in before.utf8 { _ = decoder.feed(byte, now: .zero) }
    #expect(decoder.feed(0x03, now: .zero) == .control("c"))
    #expect(decoder.due == nil)
  }

  @Test func `Ctrl-C by itself ends a paste that has no end`() {
    var decoder = KeyDecoder()
    for byte in "\u{1b}[200~abc\u{3}".utf8 { #expect(decoder.feed(byte, now: .zero) == nil) }
    #expect(decoder.feed(0x03, now: .zero + .milliseconds(249)) == nil)
    #expect(decoder.feed(0x03, now: .zero + .milliseconds(499)) == .control("c"))
    #expect(decoder.feed(UInt8(ascii: "w"), now: .zero + .milliseconds(500)) == .character("w"))
  }

  @Test func `a paste comes in pieces, and one without an end does not lock the keyboard`() {
    var decoder = KeyDecoder()
    for byte in "\u{1b}[200~abc".utf8 { #expect(decoder.feed(byte, now: .zero) == nil) }
    let later = Instant.zero + .milliseconds(1999)
    #expect(decoder.quiet(now: later) == nil)
    #expect(decoder.feed(UInt8(ascii: "q"), now: later) == nil)
    #expect(decoder.due == later + .seconds(2))
    #expect(decoder.quiet(now: later + .seconds(2)) == nil)
    #expect(decoder.feed(UInt8(ascii: "q"), now: later + .seconds(2)) == .character("q"))
  }

  @Test(arguments: ["[1;", "]0;", "[M", "(", "O1"])
  func `a sequence without an end is given up`(begin: String) {
    var decoder = KeyDecoder()
    for byte in ("\u{1b}" + begin).utf8 { #expect(decoder.feed(byte, now: .zero) == nil) }
    #expect(decoder.quiet(now: .zero + .milliseconds(249)) == nil)
    #expect(decoder.due == .zero + .milliseconds(250))
    #expect(decoder.quiet(now: .zero + .milliseconds(250)) == nil)
    #expect(decoder.feed(UInt8(ascii: "w"), now: .zero + .milliseconds(250)) == .character("w"))
  }

  @Test func `Alt and a letter that begins a text does not lock the keys that are held after it`() {
    for letter in "P]X^_" {
      var decoder = KeyDecoder()
      for byte in "\u{1b}\(letter)".utf8 { _ = decoder.feed(byte, now: .zero) }
      let keys = (1...40).compactMap {
        decoder.feed(UInt8(ascii: "w"), now: .zero + .milliseconds(30 * $0))
      }
      #expect(keys.count == 7)
    }
  }

  @Test(
    arguments: [
      [0xff], [0xc0, 0x80], [0xe0, 0x80, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80],
      [0xf4, 0x90, 0x80, 0x80], [0x80], [0xc1], [0xfe], [0x9c], [0x1b, 0xff],
      // Controls of the second set as one byte: a terminal that does not speak UTF-8.
      [0x9b, 0x31, 0x35, 0x7e], [0x8f, 0x50], [0x9d, 0x30, 0x07],
    ] as [[UInt8]])
  func `broken UTF-8 is dropped and the next key is heard`(bytes: [UInt8]) {
    var decoder = KeyDecoder()
    let keys = (bytes + [UInt8(ascii: "w")]).compactMap { decoder.feed($0, now: .zero) }
    #expect(keys == [.character("w")])
  }

  @Test func `an arrow by controls of one byte is an arrow`() {
    var decoder = KeyDecoder()
    #expect([0x9b, 0x41].compactMap { decoder.feed($0, now: .zero) } == [.up])
  }

  @Test func `a key that interrupts a UTF-8 sequence is heard`() {
    var decoder = KeyDecoder()
    let keys = [0xe6, 0x97, 0x77].compactMap { decoder.feed($0, now: .zero) }
    #expect(keys == [.character("w")])
  }

  @Test(arguments: UInt64(0)..<100)
  func `any bytes at all are survived, and a key after them is heard`(seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    var decoder = KeyDecoder()
    var now = Instant.zero
    for _ in 0..<2000 {
      now += .milliseconds(dice.next(below: 40))
      // Half of them from what sequences are made of.
      let byte =
        dice.next(below: 2) == 0
        ? UInt8(dice.next(below: 256)) : Array("\u{1b}[O<;:1M~u".utf8)[dice.next(below: 10)]
      _ = decoder.feed(byte, now: now)
      if dice.next(below: 4) == 0 { _ = decoder.quiet(now: now) }
    }
    _ = decoder.quiet(now: now + .seconds(2))
    #expect(decoder.feed(UInt8(ascii: "w"), now: now + .seconds(2)) == .character("w"))
  }
}
