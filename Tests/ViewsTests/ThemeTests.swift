import Testing
import Views

@Suite struct ThemeTests {
  /// The 256-colour palette above the first sixteen.
  private static func rgb(_ number: UInt8) -> Int {
    if number >= 232 { return (8 + 10 * (Int(number) - 232)) * 0x10101 }
    let levels = [0, 0x5f, 0x87, 0xaf, 0xd7, 0xff]
    let cube = Int(number) - 16
    return levels[cube / 36] << 16 | levels[cube / 6 % 6] << 8 | levels[cube % 6]
  }

  @Test(arguments: [
    (Role.player1, 0x5fafff, 0x005faf), (.player2, 0xffaf00, 0xd75f00),
    (.player3, 0x00d787, 0x00875f), (.player4, 0xff87d7, 0xaf0087), (.direct, 0x5fd7d7, 0x0087af),
    (.relay, 0xd787ff, 0x8700af), (.good, 0x5fd787, 0x008700), (.warning, 0xffd75f, 0xaf5f00),
    (.alarm, 0xd70000, 0xd70000), (.bad, 0xff5f5f, 0xd70000),
  ])
  func `the colours are those of the palette`(role: Role, night: Int, day: Int) throws {
    let nightNumber = try #require(Theme.night.appearance(of: Style(role)).foreground)
    let dayNumber = try #require(Theme.day.appearance(of: Style(role)).foreground)
    #expect(Self.rgb(nightNumber) == night)
    #expect(Self.rgb(dayNumber) == day)
  }

  @Test(arguments: Role.allCases)
  func `every role has a colour in every theme that has colours`(role: Role) {
    for theme in [Theme.night, .day] {
      let appearance = theme.appearance(of: Style(.text, on: role))
      #expect(appearance.background.map { $0 >= 16 } == true)
    }
  }

  @Test func `without colour a coloured background becomes reverse`() {
    let banner = Theme.mono.appearance(of: Style(.onAlarm, on: .alarm, .bold))
    #expect(banner == Appearance(foreground: nil, background: nil, attributes: [.bold, .reverse]))
    let text = Theme.mono.appearance(of: .dim)
    #expect(text == Appearance(foreground: nil, background: nil, attributes: []))
  }

  @Test func `the theme key never brings colour to a screen without it`() {
    #expect(Theme.mono.next == .mono)
    #expect(Theme.night.next == .day)
    #expect(Theme.day.next == .night)
  }
}
