import Foundation

/// Writes to standard output and standard error at once; a reader that has gone is no reason to
/// stop a match.
enum StandardStream {
  case output
  case error

  func write(_ text: String) {
    let handle: FileHandle =
      switch self {
      case .output: .standardOutput
      case .error: .standardError
      }
    do {
      try handle.write(contentsOf: Data(text.utf8))
    } catch {
      // Nobody reads any more: there is no one left to tell.
    }
  }
}
