import Foundation

/// Holds what a watch says of one path in one second, as a program reads it.
struct WatchRow: Decodable {
  let path: String
  let state: String
  let sent: Int
  let returned: Int
  let lost: Int
  let p50Ms: Double?

  /// The rows of a document of JSON lines.
  static func rows(of text: String) throws -> [WatchRow] {
    try text.split(separator: "\n").map {
      try JSONDecoder().decode(WatchRow.self, from: Data($0.utf8))
    }
  }
}
