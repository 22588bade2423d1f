import Foundation
import Station
import Testing
import Vocabulary

/// The document is the reference for other implementations: its bytes are ours.
struct LobbyDocumentTests {
  @Test(arguments: [
    LobbySample.hello, LobbySample.measuring, LobbySample.offer, LobbySample.decline,
  ])
  func `the document holds the golden bytes of what players say in the room`(
    message: LobbyMessage
  ) throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appendingPathComponent("docs/wire-format.md")
    let document = try String(contentsOf: file, encoding: .utf8)
    let hex = message.encoded().map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return digits.count == 1 ? "0" + digits : digits
    }.joined(separator: " ")
    #expect(document.contains("    " + hex + "\n"), "\(hex)")
  }
}
