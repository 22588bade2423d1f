package import Rollback
import Vocabulary

/// Widens 16-bit counters from the wire by the value nearest to one that is known.
package enum Wrapping {
  /// The number with these low 16 bits that lies nearest to `reference`; it may be negative.
  package static func widen(_ low: UInt16, near reference: Int) -> Int {
    let difference = Int16(truncatingIfNeeded: Int(low) - (reference & 0xFFFF))
    return reference + Int(difference)
  }

  package static func widen(_ low: UInt16, near reference: Frame) -> Frame {
    Frame(widen(low, near: reference.number))
  }

  package static func narrow(_ number: Int) -> UInt16 { UInt16(truncatingIfNeeded: number) }
}
