import CFloor
import Rollback
import Vocabulary

/// Measures W0, what a frame is made of: a copy, a step, a hash, in Swift and in C.
struct PartsBenchmark {
  private(set) var table = Table(
    "W0  parts, ns each",
    columns: ["", "copy", "step", "C step", "ratio", "hash", "C hash", "ratio"])
  private let options: Options

  init(_ options: Options) { self.options = options }

  mutating func add<G: WorkGame>(_ game: G.Type) {
    Progress.show("W0 \(G.size)")
    let slots = UnsafeMutablePointer<G.State>.allocate(capacity: 2)
    defer { unsafe slots.deallocate() }
    unsafe slots.initialize(repeating: G.State(), count: 2)
    let words = unsafe UnsafeMutableRawPointer(slots).assumingMemoryBound(to: UInt64.self)
    let pads: [2 of Pad] = [Pad(rawValue: 1), Pad(rawValue: 2)]
    // Every result is used, so that no call can be left out.
    var sum: UInt64 = 0
    let copy = best(G.words) {
      unsafe words[16] &+= 1
      unsafe (slots + 1).update(from: slots, count: 1)
    }
    let step = best(32) { unsafe slots.pointee.step(pads.span) }
    let stepInC = best(32) { unsafe floorStep(words, G.words) }
    var session = Session<G>(initial: G.State(), players: 2, window: 1)
    let advanced = session.advance()
    precondition(advanced == .advanced(to: Frame(1)), "a session of window 1 that cannot step")
    var frame = Frame.zero
    let hash = best(G.words) {
      sum &+= session.checksum(at: frame)
      frame.number ^= 1
    }
    let hashInC = best(G.words) { sum &+= unsafe floor_hash(words, G.words) }
    precondition(sum != 0, "the hashes of all calls cancel out")
    table.add([
      G.size, copy.fixed(0), step.fixed(0), stepInC.fixed(0), (step / stepInC).fixed(2),
      hash.fixed(0), hashInC.fixed(0), (hash / hashInC).fixed(2),
    ])
  }

  private func floorStep(_ words: UnsafeMutablePointer<UInt64>, _ count: Int) {
    var pads: (UInt16, UInt16) = (1, 2)
    unsafe withUnsafeBytes(of: &pads) {
      unsafe floor_step(words, count, $0.assumingMemoryBound(to: UInt16.self).baseAddress, 2)
    }
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
