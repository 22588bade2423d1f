package import Vocabulary

/// Which paths deliver at present; derived from arrivals, never stored as a claim.
public enum Mode: Int, CaseIterable, Hashable, Sendable {
  /// Both paths deliver.
  case dual
  /// The direct path delivers and the relay does not.
  case directOnly
  /// The relay delivers and the direct path does not.
  case relayOnly
  /// Nothing is delivered by either path.
  case dark

  package init(delivering: PathSet) {
    switch (delivering.contains(.direct), delivering.contains(.relay)) {
    case (true, true): self = .dual
    case (true, false): self = .directOnly
    case (false, true): self = .relayOnly
    case (false, false): self = .dark
    }
  }
}
