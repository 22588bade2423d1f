import GridGame
import Testing

@Suite struct InputEncoderTests {
  /// The inputs of the next frames: `n` none or `u r d l`, upper case while boosting.
  func frames(_ encoder: inout InputEncoder, _ count: Int) -> String {
    String(
      (0..<count).map { _ -> Character in
        let input = encoder.next()
        let letter: Character =
          switch input.heading {
          case nil: "n"
          case .up: "u"
          case .right: "r"
          case .down: "d"
          case .left: "l"
          }
        return input.isBoosting ? Character(letter.uppercased()) : letter
      })
  }

  @Test func `nothing pressed is neutral`() {
    var encoder = InputEncoder()
    #expect(frames(&encoder, 3) == "nnn")
  }

  @Test func `a heading is held until the next one`() {
    var encoder = InputEncoder()
    encoder.pressed(.steer(.up))
    #expect(frames(&encoder, 4) == "uuuu")
    encoder.pressed(.steer(.left))
    #expect(frames(&encoder, 3) == "lll")
  }

  @Test func `two keys between two frames are two frames`() {
    var encoder = InputEncoder()
    encoder.pressed(.steer(.up))
    encoder.pressed(.steer(.left))
    #expect(frames(&encoder, 3) == "ull")
  }

  @Test func `of three keys between two frames the last replaces the second`() {
    var encoder = InputEncoder()
    encoder.pressed(.steer(.up))
    encoder.pressed(.steer(.left))
    encoder.pressed(.steer(.down))
    #expect(frames(&encoder, 3) == "udd")
  }

  @Test func `a key that repeats changes nothing`() {
    var encoder = InputEncoder()
    var inputs = ""
    for _ in 0..<6 {
      encoder.pressed(.steer(.up))
      inputs += frames(&encoder, 4)
    }
    #expect(inputs == String(repeating: "u", count: 24))
  }

  @Test func `the held key pressed again later is let go for a frame first`() {
    var encoder = InputEncoder()
    encoder.pressed(.steer(.up))
    #expect(frames(&encoder, 5) == "uuuuu")
    encoder.pressed(.steer(.up))
    #expect(frames(&encoder, 3) == "nuu")
  }

  @Test func `a key that repeats comes back after another one took over`() {
    var encoder = InputEncoder()
    encoder.pressed(.steer(.up))
    encoder.pressed(.steer(.left))
    encoder.pressed(.steer(.left))
    #expect(frames(&encoder, 3) == "ull")
  }

  @Test func `a press of boost is one rising edge of six frames`() {
    var encoder = InputEncoder()
    encoder.pressed(.boost)
    #expect(frames(&encoder, 9) == "NNNNNNnnn")
  }

  @Test func `boost that repeats is one long press`() {
    var encoder = InputEncoder()
    var inputs = ""
    for _ in 0..<5 {
      encoder.pressed(.boost)
      inputs += frames(&encoder, 3)
    }
    #expect(inputs == String(repeating: "N", count: 15))
    #expect(frames(&encoder, 8).hasSuffix("nnn"))
  }

  @Test func `a second press of boost is a second rising edge`() {
    var encoder = InputEncoder()
    encoder.pressed(.boost)
    #expect(frames(&encoder, 5) == "NNNNN")
    encoder.pressed(.boost)
    #expect(frames(&encoder, 8) == "nNNNNNNn")
  }

  @Test func `a turn and a boost between two frames are two frames`() {
    var encoder = InputEncoder()
    encoder.pressed(.boost)
    encoder.pressed(.steer(.up))
    #expect(frames(&encoder, 9) == "uUUUUUUuu")
  }

  @Test func `no frame changes more than one thing`() {
    var encoder = InputEncoder()
    var before = Ghostline.Input.neutral
    let commands: [InputEncoder.Press] = [.boost, .steer(.up), .steer(.left), .boost, .boost]
    for frame in 0..<200 {
      if frame % 3 != 2 { encoder.pressed(commands[frame % 5]) }
      let input = encoder.next()
      #expect(input.heading == before.heading || input.isBoosting == before.isBoosting)
      before = input
    }
  }

  @Test func `losing the focus lets everything go`() {
    var encoder = InputEncoder()
    encoder.pressed(.steer(.up))
    encoder.pressed(.boost)
    #expect(frames(&encoder, 2) == "uU")
    encoder.pressed(.steer(.left))
    encoder.focusLost()
    #expect(frames(&encoder, 2) == "nn")
    encoder.pressed(.steer(.up))
    #expect(frames(&encoder, 1) == "u")
  }

  @Test func `only a byte that a player can have sent has a raw input`() {
    let accepted = (UInt8.min...UInt8.max).filter { Ghostline.Input(rawValue: $0) != nil }
    let unasking: [UInt8] = [0, 1, 2, 3, 4, 8, 9, 10, 11, 12]
    #expect(accepted == unasking + unasking.map { $0 + 16 })
    #expect(accepted.allSatisfy { Ghostline.Input(rawValue: $0)?.rawValue == $0 })
  }

  @Test func `any byte is an input`() {
    for byte in UInt8.min...UInt8.max {
      let input = Ghostline.Input(byte: byte)
      #expect(input.byte <= 28)
      #expect(Ghostline.Input(byte: input.byte) == input)
      #expect(
        Ghostline.Input(
          heading: input.heading, isBoosting: input.isBoosting, asksForPause: input.asksForPause)
          == input)
      #expect(input.asksForPause == (byte & 16 != 0))
    }
    #expect(Ghostline.Input(byte: 0) == .neutral)
    #expect(Ghostline.Input(byte: 9) == Ghostline.Input(heading: .up, isBoosting: true))
    #expect(Ghostline.Input(byte: 5) == .neutral)
  }
}
