import Foundation
import Testing

@testable import Output

/// Documents on a disk that may take its time.
struct DocumentFilesTests {
  @Test func `a document is written with the folders on the way, and the newest of a name stays`()
    throws
  {
    let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "a/b.json").path
    let files = DocumentFiles()
    files.write("first\n", to: path)
    files.write("second\n", to: path)
    let outcome = DocumentFiles.Outcome(path: path, trouble: nil)
    #expect(files.finish(within: .seconds(20)) == [outcome, outcome])
    #expect(try Data(contentsOf: URL(filePath: path)) == Data("second\n".utf8))
    #expect(files.takeOutcomes().isEmpty, "told once")
  }

  @Test func `what is in the way is told`() throws {
    let files = DocumentFiles()
    files.write("", to: "/proc/none/file")
    let outcomes = files.finish(within: .seconds(20))
    #expect(outcomes.map(\.path) == ["/proc/none/file"])
    #expect(outcomes.first?.trouble != nil)
  }

  @Test func `a disk that takes nothing holds up nobody, and no more than a limit waits for it`() {
    let disk = DispatchSemaphore(value: 0)
    let files = DocumentFiles { _, _ in disk.wait() }
    let begin = ContinuousClock.now
    for number in 0...DocumentFiles.maxWaiting { files.write("", to: "/\(number)") }
    #expect(
      files.takeOutcomes().map(\.path) == ["/\(DocumentFiles.maxWaiting)"], "the one too many")
    let late = files.finish(within: .milliseconds(20))
    #expect(ContinuousClock.now - begin < .seconds(10))
    #expect(late.count == DocumentFiles.maxWaiting)
    #expect(late.allSatisfy { $0.trouble == "the disk is too slow" })
    for _ in 0..<DocumentFiles.maxWaiting { disk.signal() }
  }
}
