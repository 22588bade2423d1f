package import Relay

extension RelayNotice {
  /// What an operator reads, with what can be done.
  package var words: String {
    switch self {
    case .outOfDescriptors:
      "the system gives no more sockets, and nobody new is let in until one closes: raise the limit of"
        + " open files (ulimit -n, LimitNOFILE)"
    case .memoryScarce(let use):
      "\(Self.mebibytes(use.used)) of \(Self.mebibytes(use.limit)) of memory are used, and nobody new"
        + " is let in: raise the limit (MemoryMax)"
    case .memorySufficient(let use):
      "\(Self.mebibytes(use.used)) of \(Self.mebibytes(use.limit)) of memory are used: whoever comes"
        + " is let in again"
    }
  }

  private static func mebibytes(_ bytes: Int) -> String { "\(bytes >> 20) MiB" }
}
