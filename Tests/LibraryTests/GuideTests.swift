import Foundation
import Testing
import Vocabulary

/// The guide for other authors shows the code of the example, and that code needs only what is
/// public.
struct GuideTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  private static let examples = folder.appendingPathComponent("Example")

  private static func guide() throws -> String {
    let root = folder.resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(
      contentsOf: root.appendingPathComponent("Sources/Rollback/Rollback.docc/YourOwnGame.md"),
      encoding: .utf8)
  }

  private static func sources() throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: examples, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "swift" }.sorted { $0.path < $1.path }
  }

  /// What stands between the fences of a page's Swift blocks.
  private static func blocks(of page: String) -> [String] {
    page.components(separatedBy: "```swift\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
  }

  @Test func `the guide shows the example files as they are`() throws {
    let blocks = Self.blocks(of: try Self.guide())
    let sources = try Self.sources()
    #expect(sources.count == 5 && blocks.count == sources.count)
    for source in sources {
      let text = try String(contentsOf: source, encoding: .utf8)
      #expect(blocks.contains(text), "\(source.lastPathComponent) is not in the guide")
    }
  }

  @Test func `the example compiles outside the package`() throws {
    let result = try Compiler.check(try Self.sources())
    #expect(result.isFine, "\(result.output)")
  }

  @Test func `what is not public is not seen there`() throws {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("\(UUID().uuidString).swift")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data("import Netplay\nlet version = Envelope.version\n".utf8).write(to: file)
    let result = try Compiler.check([file])
    #expect(!result.isFine && result.output.contains("Envelope"), "\(result.output)")
  }
}

/// Type-checks files against the modules that these tests were built with, as a stranger would.
private enum Compiler {
  struct Result {
    let isFine: Bool
    let output: String
  }

  /// - Throws: When there is no compiler, or no modules beside the tests.
  static func check(_ files: [URL]) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      ["swiftc", "-typecheck", "-swift-version", "6", "-warnings-as-errors", "-I", modules().path]
      + files.map(\.path)
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Result(
      isFine: process.terminationStatus == 0, output: String(decoding: output, as: UTF8.self))
  }

  /// The modules lie beside the executable that runs the tests.
  private static func modules() -> URL {
    let program = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    return program.deletingLastPathComponent().appendingPathComponent("Modules")
  }
}
