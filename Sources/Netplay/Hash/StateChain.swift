package import Rollback
import Vocabulary

/// Folds the checksum of every confirmed frame into one number that stands for all of them.
///
/// `c[f] = mix(c[f-1], h[f])`: one equal value at a frame proves every frame before it, so a report
/// that is lost costs nothing.
package struct StateChain: Sendable {
  /// Frames whose chain is kept; a power of two.
  package static let capacity = 4096

  private var chains: [UInt64]
  private var newestChain: UInt64 = 0x6768_6F73_746C_696E
  /// Frames folded in so far: the chain covers frames 0..<count.
  package private(set) var count = 0

  package init() { chains = Array(repeating: 0, count: Self.capacity) }

  /// The oldest frame whose chain is kept.
  package var oldest: Frame { Frame(max(0, count - Self.capacity)) }

  /// The newest frame covered.
  package var newest: Frame? { count > 0 ? Frame(count - 1) : nil }

  /// Folds in the checksum of the next frame.
  package mutating func append(_ checksum: UInt64, of frame: Frame) {
    precondition(frame.number == count, "\(frame) folded in after \(count) frames")
    newestChain = Self.mix(newestChain, checksum)
    chains[count & (Self.capacity - 1)] = newestChain
    count += 1
  }

  /// The chain through `frame`; nothing when it is not reached yet or no longer kept.
  package func chain(at frame: Frame) -> UInt64? {
    guard frame.number >= 0, frame.number < count, frame.number >= count - Self.capacity
    else { return nil }
    return chains[frame.number & (Self.capacity - 1)]
  }

  private static func mix(_ chain: UInt64, _ checksum: UInt64) -> UInt64 {
    var hasher = StateHasher()
    hasher.combine(chain)
    hasher.combine(checksum)
    return hasher.finalize()
  }
}
