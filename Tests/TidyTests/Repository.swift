import Foundation

/// Reads the repository that this file is in.
struct Repository {
  let root: URL

  init(from file: String = #filePath) {
    root = URL(fileURLWithPath: file).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  }

  /// What lies at the top.
  func topLevel() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root.path)
  }

  /// Every text file by its path from the top, in order; pictures and builds are left out.
  func textFiles() throws -> [(path: String, text: String)] {
    try topLevel().filter { name in
      name != ".git" && !name.hasPrefix(".build") && name != "Package.resolved"
    }.sorted().flatMap { try textFiles(at: $0) }
  }

  private func textFiles(at path: String) throws -> [(path: String, text: String)] {
    let url = root.appendingPathComponent(path)
    let values = try url.resourceValues(forKeys: [.isDirectoryKey])
    if values.isDirectory == true {
      guard !url.lastPathComponent.hasPrefix(".build") else { return [] }
      return try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
        .flatMap { try textFiles(at: "\(path)/\($0)") }
    }
    let data = try Data(contentsOf: url)
    guard let text = String(data: data, encoding: .utf8) else { return [] }
    return [(path, text)]
  }
}
