import Testing
import Views

@Suite struct SnapshotDump {
  @Test func dump() throws {
    var help = ViewOptions()
    help.sheet = .help
    var panelOnly = ViewOptions()
    panelOnly.panel = .compact
    let all: [(String, ScreenModel, Int, Int, ViewOptions)] = [
      ("normal100", try Fixture.playing(), 100, 30, .init()),
      ("lost100", try Snapshots.lost(), 100, 30, .init()),
      ("restored100", try Snapshots.restored(), 100, 30, .init()),
      ("desync100", try Snapshots.desync(), 100, 30, .init()),
      ("waiting100", Snapshots.waiting(), 100, 30, .init()),
      ("help100", try Fixture.playing(), 100, 30, help),
      ("over100", try Snapshots.over(), 100, 30, .init()),
      ("stalled100", try Snapshots.stalled(), 100, 30, .init()),
      ("demo100", try Snapshots.demo(), 100, 30, .init()),
      ("normal80", try Fixture.playing(), 80, 24, .init()),
      ("lost80", try Snapshots.lost(), 80, 24, .init()),
      ("relay80", try Snapshots.relayOnly(), 80, 24, .init()),
      ("over80", try Snapshots.over(), 80, 24, .init()),
      ("demo80", try Snapshots.demo(), 80, 24, .init()),
      ("small52", try Fixture.playing(), 52, 24, .init()),
      ("panel52", try Fixture.playing(), 52, 24, panelOnly),
      ("small28", try Fixture.playing(), 28, 12, .init()),
      ("text20", try Fixture.playing(), 20, 6, .init()),
    ]
    for (name, model, w, h, o) in all {
      print("@@@ \(name)")
      print(model.canvas(width: w, height: h, options: o).text())
    }
    print("@@@ end")
  }
}
