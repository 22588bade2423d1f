import CFloor
import Rollback

/// Measures W0, what a frame is made of: a copy, a step, a hash, in Swift and in C.
struct PartsBenchmark {
  private(set) var table = Table(
    "W0  parts, ns each",
    columns: [
      "", "copy", "step", "C step", "hash", "C hash", "ratio", "hash by fields", "ratio",
    ])
  private let options: Options

  init(_ options: Options) { self.options = options }

  mutating func add<G: WorkGame>(_ game: G.Type) {
    Progress.show("W0 \(G.size)")
    let slots = UnsafeMutablePointer<G.State>.allocate(capacity: 2)
    defer { unsafe slots.deallocate() }
    unsafe slots.initialize(repeating: G.State(), count: 2)
    let parts = unsafe measure(slots, G.words)
    let cHash = parts[4]
    table.add([
      G.size, parts[0].fixed(0), parts[1].fixed(0), parts[2].fixed(0), parts[3].fixed(0),
      cHash.fixed(0), (parts[3] / cHash).fixed(2), parts[5].fixed(0),
      (parts[5] / cHash).fixed(2),
    ])
  }

  /// Copy, step, step in C, hash, hash in C, hash by fields.
  private func measure<State: WorkState>(
    _ slots: UnsafeMutablePointer<State>, _ count: Int
  ) -> [Double] {
    let pads: [2 of Pad] = [Pad(rawValue: 1), Pad(rawValue: 2)]
    let words = unsafe UnsafeMutableRawPointer(slots).assumingMemoryBound(to: UInt64.self)
    // Every call finds a changed state and every result is used, so that none can be left out.
    var sum: UInt64 = 0
    let parts = [
      best(count) {
        unsafe words[16] &+= 1
        unsafe (slots + 1).update(from: slots, count: 1)
      },
      best(32) { unsafe slots.pointee.step(pads.span) },
      best(32) {
        var raw: (UInt16, UInt16) = (1, 2)
        unsafe withUnsafeBytes(of: &raw) {
          unsafe floor_step(words, count, $0.assumingMemoryBound(to: UInt16.self).baseAddress, 2)
        }
      },
      best(count) {
        unsafe words[16] &+= 1
        sum ^= unsafe slots.pointee.digest()
      },
      best(count) {
        unsafe words[16] &+= 1
        sum ^= unsafe floor_hash(words, count)
      },
      best(count) {
        unsafe words[16] &+= 1
        sum ^= unsafe slots.pointee.fieldwiseDigest()
      },
    ]
    precondition(sum != 0, "the hashes of all calls cancel out")
    return parts
  }

  private func best(_ words: Int, _ body: () -> Void) -> Double {
    let calls = (options.isQuick ? 2_000_000 : 10_000_000) / (20 + words / 4)
    var timing = Timing()
    for _ in 0..<options.rounds {
      timing.round {
        for _ in 0..<calls { body() }
        return calls
      }
    }
    return timing.best
  }
}
