import Station
import Testing
import Vocabulary

@testable import Views

/// The screen of `doctor --watch`, as text.
struct WatchSheetTests {
  /// Twelve seconds: by the relay all is back, in the third second nothing, in the sixth late.
  private static var watch: PathWatch {
    var watch = RelayWatch(seed: 7, now: .zero)
    watch.seated(true)
    for step in 0...60 {
      let time = Instant.zero + .milliseconds(step * 200)
      for case .say(let bytes) in watch.tick(now: time) where step / 5 != 2 {
        watch.heard(bytes[...], now: time + .milliseconds(step / 5 == 5 ? 160 : 40))
      }
    }
    return watch.paths
  }

  private static func text(width: Int, height: Int) -> String {
    let sheet = WatchSheet(
      watch, of: "relay.example:7777",
      premises: [
        "P2P to a host is told to members of its room alone: UDP to the relay stands in for it."
      ], sentences: ["Verdict: NEAR."], now: .zero + .seconds(12))
    return sheet.canvas(width: width, height: height, options: ViewOptions()).text()
  }

  @Test func `both paths, their figures with units, and their history`() {
    #expect(
      Self.text(width: 80, height: 24) == """
         GHOSTLINE  doctor  relay.example:7777                               12 seconds
         P2P to a host is told to members of its room alone: UDP to the relay stands in
         for it.

         UDP ──────────────────────────────────────────────────────────────── NO ANSWER
         sent 61 = 0 back + 0 lost + 51 missing + 10 under way   out of order 0
         nothing came back yet
            10ms
                                                                          ×××××××××××
             0ms the slowest of each second, red: some missing        12 seconds to now

         RELAY ───────────────────────────────────────────────────────────────────── UP
         sent 61 = 56 back + 5 lost + 0 under way   out of order 0
         round trip min 40 p50 40 p95 160 max 160 ms  jitter 1.9 ms  lost 8.2%
           160ms                                                               █
                                                                          ▄▄×▄▄█▄▄▄▄▄▄▄
             0ms the slowest of each second, red: some missing        12 seconds to now

         Verdict: NEAR.




         q end with the verdict
        """)
  }

  @Test(arguments: [(1, 1), (20, 5), (40, 12), (60, 20), (100, 30), (200, 55)])
  func `any size is drawn, and nothing runs out of it`(width: Int, height: Int) {
    let lines = Self.text(width: width, height: height).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= height && lines.allSatisfy { $0.count <= width })
  }
}
