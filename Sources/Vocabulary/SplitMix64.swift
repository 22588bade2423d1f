/// Draws pseudo-random numbers from 64 bits of state that a game can keep in its own state.
///
/// Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (2014). The results are
/// part of the protocol: they never change between versions of Swift.
public struct SplitMix64: Hashable, Sendable, BitwiseCopyable {
  /// All that the next draws depend on: hash it with the rest of a game's state.
  public var state: UInt64

  /// Begins a sequence; equal seeds draw equal numbers.
  @inlinable public init(seed: UInt64) { state = seed }

  /// Draws 64 bits.
  @inlinable public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number in `0..<bound`, by the high half of a product (Lemire); `bound` at least 1.
  @inlinable public mutating func next(below bound: Int) -> Int {
    precondition(bound > 0, "bound \(bound) must be at least 1")
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }
}
