/// Digests a state field by field, in named sections, equally on every machine.
///
/// A 64-bit multiply-and-fold hash in the manner of wyhash (Wang Yi, 2019): fast and well mixed,
/// not a defence against someone who constructs collisions.
public struct StateHasher: Sendable {
  @usableFromInline var digest: UInt64
  @usableFromInline var recorder: SectionRecorder?

  /// Begins with nothing combined; keeps one digest, and none of the sections.
  @inlinable public init() {
    digest = Self.seed
    recorder = nil
  }

  /// Keeps the digest of each section too, to locate a difference; allocates.
  public static func recordingSections() -> StateHasher {
    var hasher = StateHasher()
    hasher.recorder = SectionRecorder()
    return hasher
  }

  /// Starts a new section; what is combined from here on belongs to `name`.
  @inlinable public mutating func section(_ name: StaticString) {
    if recorder != nil { record(name) }
  }

  /// Takes one word; the order in which words come counts.
  @inlinable public mutating func combine(_ word: UInt64) {
    digest = Self.fold(digest ^ word, Self.secrets.1)
  }

  /// Takes an integer of up to 64 bits by its value, so that its width does not matter.
  @inlinable public mutating func combine(_ value: some FixedWidthInteger) {
    precondition(value.bitWidth <= 64, "\(value.bitWidth) bits do not fit into a word")
    combine(UInt64(truncatingIfNeeded: value))
  }

  /// The digest of everything combined so far.
  @inlinable public func finalize() -> UInt64 {
    Self.fold(digest ^ Self.secrets.2, digest | 1)
  }

  @usableFromInline mutating func record(_ name: StaticString) {
    recorder?.begin(name, digest: digest)
    digest = Self.seed
  }

  @inlinable static var seed: UInt64 { 0x9E37_79B9_7F4A_7C15 }

  @inlinable static var secrets: (UInt64, UInt64, UInt64, UInt64) {
    (0xA076_1D64_78BD_642F, 0xE703_7ED1_A0B4_28DB, 0x8EBC_6AF0_9C88_C6E3, 0x5899_65CC_7537_4CC3)
  }

  @inlinable static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }
}
