import Foundation
import Testing
import Views

@Suite struct FooterClickTests {
  /// What a click on the first and on the last column of a text in the footer does.
  private func clicks(_ text: String, width: Int, keys: KeyMap = KeyMap()) throws -> [String?] {
    var options = ViewOptions()
    options.keys = keys
    let screen = try Fixture.playing().canvas(width: width, height: 30, options: options).text()
    let line = try #require(screen.split(separator: "\n").last)
    let range = try #require(line.range(of: text), "\(line)")
    let start = line.distance(from: line.startIndex, to: range.lowerBound)
    let footer = Footer(options)
    return [start, start + text.count - 1].map { footer.command(at: $0, width: width)?.name }
  }

  @Test(
    arguments: [
      ("space boost", "boost"), ("x cut P2P", "cut-p2p"), ("g hide ghosts", "ghosts"),
      ("Tab panel", "panel"), ("? help", "help"), ("q quit", "leave"),
      ("steer", nil), ("1-6 fake network", nil),
    ] as [(String, String?)])
  func `a click on words does what their key does`(text: String, name: String?) throws {
    #expect(try clicks(text, width: 100) == [name, name])
  }

  @Test func `short words are found where they are, and bound keys are theirs`() throws {
    #expect(try clicks("x cut", width: 79) == ["cut-p2p", "cut-p2p"])
    var keys = KeyMap()
    try keys.bind("m", to: "boost")
    #expect(try clicks("m boost", width: 100, keys: keys) == ["boost", "boost"])
  }

  @Test func `beside the words a click means nothing`() {
    let footer = Footer(ViewOptions())
    for column in [-1, 0, 99, 1000] { #expect(footer.command(at: column, width: 100) == nil) }
    for width in 0..<12 { #expect(footer.command(at: 500, width: width) == nil) }
  }
}
