import Foundation
import Netplay
import Rollback
import Testing
import Vocabulary

/// The document is the reference for other implementations: its bytes are ours.
struct DocumentTests {
  private static let document: String = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appendingPathComponent("docs/wire-format.md")
    return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
  }()

  @Test(arguments: [Sample.smallest.bytes(), Sample.fullest.bytes()])
  func `the document holds the golden bytes`(bytes: [UInt8]) {
    #expect(Self.document.contains("    " + hex(bytes) + "\n"))
  }

  @Test(arguments: [Sample.heldHex, Sample.runHex, Sample.packedHex])
  func `the document holds the golden bytes of each layout of inputs`(bytes: String) {
    #expect(Self.document.contains("    " + bytes + "\n"))
  }

  @Test func `the document names the version`() {
    #expect(Self.document.contains("high three bits: version (\(Envelope.version))"))
  }
}
