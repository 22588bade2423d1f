package import Vocabulary

/// Which paths deliver at present; derived from arrivals, never stored as a claim.
public enum Mode: Int, CaseIterable, Hashable, Sendable {
  case dual, directOnly, relayOnly, dark

  package init(delivering: PathSet) {
    switch (delivering.contains(.direct), delivering.contains(.relay)) {
    case (true, true): self = .dual
    case (true, false): self = .directOnly
    case (false, true): self = .relayOnly
    case (false, false): self = .dark
    }
  }
}
