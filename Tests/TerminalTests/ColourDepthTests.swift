import Terminal
import Testing
import Views
import Vocabulary

/// Which of a terminal's few colours stands for one of the palette.
@Suite struct ColourDepthTests {
  private static let players: [Role] = [.player1, .player2, .player3, .player4]
  private static let oldTrails: [Role] = [.oldTrail1, .oldTrail2, .oldTrail3, .oldTrail4]
  private static let themes: [Theme] = [.night, .day]

  @Test(
    arguments: [
      (-1, .none), (0, .none), (7, .none), (8, .eight), (15, .eight), (16, .sixteen),
      (88, .sixteen), (255, .sixteen), (256, .palette), (16_777_216, .palette),
    ] as [(Int, ColourDepth)])
  func `the number of colours tells the depth`(colours: Int, depth: ColourDepth) {
    #expect(ColourDepth(colours: colours) == depth)
  }

  @Test(
    arguments: [
      // The first 16 are themselves.
      (0, 0), (7, 7), (8, 8), (15, 15),
      // Corners of the cube: black, blue, green, cyan, red, magenta, yellow, white.
      (16, 0), (21, 4), (46, 10), (51, 14), (196, 1), (201, 5), (226, 11), (231, 15),
      // Orange and brown, bluish green, sky blue, violet, pink.
      (214, 11), (130, 3), (42, 10), (75, 12), (177, 13), (198, 5), (203, 9),
      // Greys of the ramp at each bound.
      (232, 0), (237, 0), (238, 8), (247, 8), (248, 7), (253, 7), (254, 15), (255, 15),
    ] as [(UInt8, UInt8)])
  func `hue and weight choose among sixteen`(palette: UInt8, number: UInt8) {
    #expect(BasicColour(palette: palette).number == number)
  }

  @Test func `every colour of the palette has a nearest one`() {
    for palette in UInt8.min...UInt8.max { #expect(BasicColour(palette: palette).number < 16) }
  }

  @Test(arguments: [ColourDepth.eight, .sixteen], themes)
  func `players differ from one another and from their old trails`(
    depth: ColourDepth, theme: Theme
  ) {
    let looks = (Self.players + Self.oldTrails).map {
      depth.appearance(of: Style($0), in: theme)
    }
    #expect(Set(looks).count == looks.count)
    let hues = looks.prefix(4).map { ($0.foreground ?? 0) % 8 }
    #expect(hues == [4, 3, 2, 5], "blue, yellow, green, magenta")
  }

  @Test(arguments: [ColourDepth.eight, .sixteen])
  func `players differ from one another where all is bright`(depth: ColourDepth) {
    // Old trails of this theme are as bright as new ones, and with few colours they look the same.
    let looks = Self.players.map { depth.appearance(of: Style($0), in: .contrast) }
    #expect(looks.map { ($0.foreground ?? 0) % 8 } == [6, 3, 2, 5], "cyan, yellow, green, magenta")
  }

  @Test(arguments: [ColourDepth.eight, .sixteen], themes + [.contrast])
  func `nothing that shows in full colour vanishes`(depth: ColourDepth, theme: Theme) {
    for foreground in Role.allCases {
      for background in Role.allCases {
        let style = Style(foreground, on: background)
        let full = theme.appearance(of: style)
        guard full.foreground != full.background else { continue }
        let look = depth.appearance(of: style, in: theme)
        let isBright = depth == .eight && look.attributes.contains(.bold)
        #expect(
          look.foreground != look.background || isBright, "\(foreground) on \(background)")
      }
    }
  }

  @Test func `eight colours are made bright by bold, and only in front`() {
    #expect(
      ColourDepth.eight.appearance(of: Style(.player1), in: .night)
        == Appearance(foreground: 4, background: 0, attributes: .bold))
    #expect(
      ColourDepth.eight.appearance(of: Style(.oldTrail1), in: .night)
        == Appearance(foreground: 4, background: 0, attributes: []))
    #expect(
      ColourDepth.eight.appearance(of: Style(.inverse, on: .player1), in: .night)
        == Appearance(foreground: 0, background: 4, attributes: []))
    #expect(
      ColourDepth.eight.appearance(of: Style(.inverse, on: .wall), in: .night)
        == Appearance(foreground: 0, background: 7, attributes: []))
  }

  @Test(arguments: [ColourDepth.eight, .sixteen]) func `white letters on grey are dark instead`(
    depth: ColourDepth
  ) {
    let look = depth.appearance(of: Style(.inverse, on: .faint), in: .day)
    #expect(look.background == BasicColour.white.number)
    #expect(look.foreground == (depth == .eight ? 0 : 8))
  }

  @Test func `sixteen are bright by themselves`() {
    #expect(
      ColourDepth.sixteen.appearance(of: Style(.player1), in: .night)
        == Appearance(foreground: 12, background: 0, attributes: []))
    #expect(
      ColourDepth.sixteen.appearance(of: Style(.inverse, on: .player1), in: .night)
        == Appearance(foreground: 0, background: 12, attributes: []))
  }

  @Test func `two greys that are one are told apart`() {
    #expect(
      ColourDepth.sixteen.appearance(of: Style(.dim, on: .faint), in: .night)
        == Appearance(foreground: 7, background: 8, attributes: []))
  }

  @Test func `a faint colour that would be the ground's is dark grey`() {
    #expect(
      ColourDepth.sixteen.appearance(of: Style(.grid), in: .night)
        == Appearance(foreground: 8, background: 0, attributes: []))
  }

  @Test func `without colours the theme is the one without, with all of them it is itself`() {
    let style = Style(.onAlarm, on: .alarm)
    for theme in Theme.allCases {
      #expect(
        ColourDepth.none.appearance(of: style, in: theme) == Theme.mono.appearance(of: style))
      #expect(ColourDepth.palette.appearance(of: style, in: theme) == theme.appearance(of: style))
      #expect(
        ColourDepth.eight.appearance(of: style, in: .mono) == Theme.mono.appearance(of: style))
    }
  }

  @Test(arguments: [ColourDepth.none, .eight, .sixteen, .palette])
  func `blocks are blanks where the ground can be as bright`(depth: ColourDepth) {
    #expect(depth.blanksBlocks == (depth == .sixteen || depth == .palette))
  }

  private static let direct = DirectColour(.flag, colours: 1 << 24)

  @Test(
    arguments: [
      // Player 1 at night, the ramp's ends, and what would be a number of the palette.
      (75, 0x5fafff), (214, 0xffaf00), (232, 0x080808), (255, 0xeeeeee), (231, 0xffffff),
      (196, 0xff0000), (16, 0x000100), (21, 0x0001ff), (0, 0x000100), (15, 0xffffff),
      (8, 0x7f7f7f), (7, 0xe5e5e5), (1, 0xcd0000),
    ] as [(UInt8, Int)])
  func `direct colours are red, green and blue`(palette: UInt8, number: Int) throws {
    #expect(try #require(Self.direct).number(palette: palette) == number)
  }

  @Test func `no colour of a palette becomes a number of it`() throws {
    for shape in [DirectColour.Capability.flag, .number(8), .text("8/8/8"), .text("10/10/10")] {
      let depth = ColourDepth(colours: 1 << 24, rgb: shape)
      for palette in UInt8.min...UInt8.max { #expect(depth.number(palette) >= 256) }
    }
  }

  @Test(
    arguments: [
      (nil, 1 << 24, false), (.flag, 1 << 24, true), (.flag, 256, false), (.flag, 8, false),
      (.number(8), 1 << 24, true), (.number(0), 1 << 24, false), (.number(11), 1 << 24, false),
      (.text("8/8/8"), 1 << 24, true), (.text("5/6/5"), 1 << 16, true),
      (.text("8/8"), 1 << 24, false), (.text("wide"), 1 << 24, false), (.flag, 1 << 15, true),
    ] as [(DirectColour.Capability?, Int, Bool)])
  func `direct colours need RGB and more than a palette`(
    rgb: DirectColour.Capability?, colours: Int, isDirect: Bool
  ) {
    let depth = ColourDepth(colours: colours, rgb: rgb)
    if case .direct = depth { #expect(isDirect) } else { #expect(!isDirect) }
    #expect(isDirect || depth.number(75) == 75)
  }

  @Test func `channels of few bits are rounded, and those that differ in size lie in order`() throws
  {
    let high = try #require(DirectColour(.text("5/6/5"), colours: 1 << 16))
    #expect(high.number(palette: 231) == 0xffff)
    #expect(high.number(palette: 75) == 12 << 11 | 43 << 5 | 31)
    let even = try #require(DirectColour(.flag, colours: 1 << 15))
    #expect(even.number(palette: 196) == 31 << 10)
  }
}
