import Foundation

/// Reads files of people: of any length, and pipes and devices among them.
package enum BoundedFile {
  /// - Returns: What the file holds, cut one byte after `limit`.
  /// - Throws: What the system has against it.
  package static func read(_ path: String, atMost limit: Int) throws -> [UInt8] {
    let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    defer { try? file.close() }
    return Array(try file.read(upToCount: limit + 1) ?? Data())
  }
}
