import Presentation
import Testing

/// A file of settings means the same, whatever program saved it; what is wrong is named with its line.
struct SettingsTextTests {
  private func settings(_ bytes: [UInt8]) throws -> [Setting] {
    try SettingsText.settings(in: bytes, of: "config")
  }

  private static let two = [
    Setting(name: "name", value: "zoe", origin: "config:1"),
    Setting(name: "theme", value: "day", origin: "config:2"),
  ]

  @Test(arguments: [
    "name = zoe\ntheme = day\n", "name = zoe\r\ntheme = day\r\n", "name=zoe\r\n\ttheme =day",
    "\u{FEFF}name = zoe\n  theme = day  \n",
  ])
  func `line ends, marks and spaces change nothing`(text: String) throws {
    #expect(try settings(Array(text.utf8)) == Self.two)
  }

  @Test func `the listing tells of each setting what it means, and is a file that says the same`()
    throws
  {
    let entries = [
      Setting(name: "theme", value: "day", origin: "config:3"),
      Setting(name: "bind", value: "m:boost", origin: "config:4"),
      Setting(name: "bind", value: "n:help", origin: "GHOSTLINE_BIND"),
    ]
    let text = SettingsText.listing(entries)
    #expect(
      text.contains(
        """
        # theme: colours: auto, night, day, contrast or mono. Default: auto
        # config:3
        theme = day
        #
        # glyphs: characters: auto, full, basic or ascii. Default: auto
        # not set, here or by GHOSTLINE_GLYPHS
        # glyphs = auto
        #

        """))
    #expect(text.contains("# config:4\nbind = m:boost\n# GHOSTLINE_BIND\nbind = n:help\n"))
    let again = try SettingsText.settings(in: Array(text.utf8), of: "config")
    #expect(again.map(\.name) == entries.map(\.name))
    #expect(again.map(\.value) == entries.map(\.value))
    #expect(text.split(separator: "\n#\n").count == Setting.names.count)
  }

  @Test func `comments and empty lines count as lines, and as nothing else`() throws {
    let text = "# mine\r\n\r\n  # more\r\nname = a = b # c\r\n"
    #expect(
      try settings(Array(text.utf8)) == [
        Setting(name: "name", value: "a = b # c", origin: "config:4")
      ])
  }

  @Test(
    arguments: [
      (Array("name = zoe\rtheme = day\r".utf8), "config:1: a carriage return"),
      ([0xFF, 0xFE, 0x6E, 0], "config:1: this is UTF-16"),
      (Array("name = a\nname = b\0\n".utf8), "config:2: a NUL"),
      (Array("name = a\nname = ".utf8) + [0xE9, 0x0A], "config:2: this is no UTF-8"),
      (Array("\nname\n".utf8), "config:2: expected NAME = VALUE"),
      (Array("co\u{1b}[2Jlour = red".utf8), "config:1: there is no setting 'co[2Jlour'"),
      (
        Array("\u{202E}größe-des-spielfeldes = 3".utf8),
        "config:1: there is no setting 'größe-des-spielfeldes'"
      ),
      (
        Array(String(repeating: "x", count: 65).utf8) + Array("=1".utf8),
        "config:1: there is no setting '\(String(repeating: "x", count: 64))'"
      ),
      ([UInt8](repeating: 0x0A, count: 65_537), "config is longer than 65536 bytes"),
    ] as [([UInt8], String)])
  func `what is wrong is named with its place`(bytes: [UInt8], words: String) {
    do throws(Failure) {
      _ = try SettingsText.settings(in: bytes, of: "config")
      Issue.record("it was accepted")
    } catch {
      #expect(error.code == .usage && error.message.hasPrefix(words), "\(error.message)")
    }
  }

  @Test func `variables say the same, where they say something`() {
    let environment = [
      "GHOSTLINE_NAME": "zoe\r\n", "GHOSTLINE_INPUT_DELAY": "3", "GHOSTLINE_THEME": " ",
      "HOME": "x",
    ]
    #expect(
      SettingsText.settings(in: environment) == [
        Setting(name: "name", value: "zoe", origin: "GHOSTLINE_NAME"),
        Setting(name: "input-delay", value: "3", origin: "GHOSTLINE_INPUT_DELAY"),
      ])
  }
}
