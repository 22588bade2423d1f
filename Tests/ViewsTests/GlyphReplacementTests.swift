import Testing
import Views

@Suite struct GlyphReplacementTests {
  @Test(arguments: [(80, 24), (100, 30), (140, 40), (200, 55)])
  func `every sign of ours has one in ASCII`(width: Int, height: Int) throws {
    let models = [
      try Fixture.playing(), try Fixture.playing(players: 4), try Snapshots.lost(),
      try Snapshots.restored(), try Snapshots.demo(),
    ]
    var options = ViewOptions()
    options.glyphs = .ascii
    for model in models {
      let text = model.canvas(width: width, height: height, options: options).text()
      let known = ["? help", "out?", "leave?"]
      let rest = known.reduce(text) { $0.replacing($1, with: "") }
      #expect(!rest.contains("?"), "\(text)")
    }
  }
}
