/// The digest of one named part of a state.
public struct SectionDigest: Hashable, Sendable {
  /// The section as the game's `hash` names it.
  public let name: String
  /// The digest of the fields of this section alone, whatever stands before it.
  public let digest: UInt64
}

/// Collects section digests while a state is hashed.
@usableFromInline struct SectionRecorder: Sendable {
  var finished: [SectionDigest] = []
  var open: String?

  /// Closes the section under way with `digest` and opens `name`.
  mutating func begin(_ name: StaticString, digest: UInt64) {
    end(digest)
    open = "\(name)"
  }

  mutating func end(_ digest: UInt64) {
    guard let open else { return }
    finished.append(SectionDigest(name: open, digest: digest))
  }
}

extension StateHasher {
  /// The digests of the sections seen by a hasher made with `recordingSections()`, in order.
  public func sections() -> [SectionDigest] {
    guard var recorder else { return [] }
    recorder.end(digest)
    return recorder.finished
  }
}

extension Game {
  /// The digest of a state where it lies; passed on by value, 64 KiB would be copied first.
  @inlinable @inline(never) static func checksum(inPlace state: inout State) -> UInt64 {
    var hasher = StateHasher()
    hash(state, into: &hasher)
    return hasher.finalize()
  }

  /// The digest of a whole state.
  @inlinable public static func checksum(_ state: State) -> UInt64 {
    var hasher = StateHasher()
    hash(state, into: &hasher)
    return hasher.finalize()
  }

  /// The digest of every section of a state, in the order in which the game names them.
  public static func sectionDigests(_ state: State) -> [SectionDigest] {
    var hasher = StateHasher.recordingSections()
    hash(state, into: &hasher)
    return hasher.sections()
  }
}
