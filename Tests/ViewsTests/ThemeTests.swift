import Foundation
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
    for theme in [Theme.night, .day, .contrast] {
      let appearance = theme.appearance(of: Style(.text, on: role))
      #expect(appearance.background.map { $0 >= 16 } == true)
    }
  }

  @Test func `without colours the local player's trail is bold, and the others' is not`() {
    func isBold(_ role: Role) -> Bool {
      Theme.mono.appearance(of: Style(role)).attributes.contains(.bold)
    }
    #expect(isBold(.player1) && isBold(.oldTrail1))
    for role in [Role.player2, .player3, .player4, .oldTrail2, .oldTrail3, .oldTrail4, .text] {
      #expect(!isBold(role))
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
    #expect(Theme.day.next == .contrast)
    #expect(Theme.contrast.next == .night)
  }

  @Test func `themes go by their names`() {
    #expect(Theme.allCases.map(\.rawValue) == ["night", "day", "contrast", "mono"])
    #expect(Theme(rawValue: "contrast") == .contrast)
    #expect(Theme(rawValue: "Night") == nil)
  }

  /// By the formula of WCAG 2.1: 7 is its strictest demand on text, 4.5 its demand on large text.
  @Test(arguments: Role.allCases)
  func `everything that is read stands out strongly in the theme of high contrast`(role: Role) {
    let appearance = Theme.contrast.appearance(of: Style(role))
    guard let number = appearance.foreground else { return }
    let ratio = Self.contrastRatio(Self.rgb(number), 0)
    switch role {
    case .ground, .inverse: #expect(ratio == 1)
    // The dots of an empty board, and what is white text's background.
    case .grid: #expect(ratio < 4.5)
    case .alarm: #expect(Self.contrastRatio(0xffffff, Self.rgb(number)) > 4.5)
    default: #expect(ratio > 6)
    }
  }

  @Test(arguments: Role.allCases)
  func `the theme of high contrast has no greys and no mixed colours`(role: Role) throws {
    let number = try #require(Theme.contrast.appearance(of: Style(role)).foreground)
    let rgb = Self.rgb(number)
    let channels = [rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff]
    let isBlackOrWhite = rgb == 0 || rgb == 0xffffff
    let isStrong = (channels.max() ?? 0) >= 0xd7 && (channels.min() ?? 0xff) <= 0x5f
    #expect(number < 232 && (isBlackOrWhite || isStrong))
  }

  @Test func `the theme of high contrast is bold where there is a meaning`() {
    #expect(Theme.contrast.appearance(of: .text).attributes == .bold)
    #expect(Theme.contrast.appearance(of: Style(.good)).attributes == .bold)
    #expect(
      Theme.contrast.appearance(of: Style(.player1, on: .ground, .underline)).attributes
        == [.bold, .underline])
    for quiet in [Style.dim, .faint, Style(.grid), Style(.wall)] {
      #expect(Theme.contrast.appearance(of: quiet).attributes == [])
    }
  }

  @Test func `no two players look alike in the theme of high contrast`() {
    let roles: [Role] = [
      .player1, .player2, .player3, .player4, .oldTrail1, .oldTrail2, .oldTrail3, .oldTrail4,
    ]
    let numbers = roles.map { Theme.contrast.appearance(of: Style($0)).foreground }
    #expect(Set(numbers).count == roles.count)
  }

  private static func contrastRatio(_ first: Int, _ second: Int) -> Double {
    let lights = [luminance(first), luminance(second)].sorted()
    return (lights[1] + 0.05) / (lights[0] + 0.05)
  }

  private static func luminance(_ rgb: Int) -> Double {
    let channels = [rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff].map { channel in
      let share = Double(channel) / 255
      return share <= 0.03928 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
  }
}
