import Foundation
import Output
import Testing

/// What a host leaves for others on its machine, however it ends.
@Suite(.serialized) struct LeftRoomTests {
  /// A host with its invite, and the folder of its note.
  private func host() throws -> (program: Program, invite: String, folder: NoteFolder) {
    let base = FileManager.default.temporaryDirectory
      .appendingPathComponent("runtime-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: base, withIntermediateDirectories: true)
    let program = try Program(
      ["host", "--headless", "--advertise", "127.0.0.1", "--port", "0", "--name", "ann"],
      environment: ["XDG_RUNTIME_DIR": base.path])
    let invite = try #require(program.line(after: "invite: "))
    return (program, invite, NoteFolder(base.path + "/ghostline"))
  }

  /// The note, once it is there: it is left when the invite is told.
  private func note(_ folder: NoteFolder) -> String? {
    for _ in 0..<200 {
      if let note = folder.notes(atMost: 2048).first { return note.text }
      Thread.sleep(forTimeInterval: 0.02)
    }
    return nil
  }

  @Test func `a host leaves word of its room, and takes it back at its end`() throws {
    let (program, invite, folder) = try host()
    let text = try #require(note(folder))
    #expect(text.hasPrefix("invite = \(invite)\nroom = "))
    #expect(text.hasSuffix("\nhost = ann\nplayers = 2\n"))
    program.signal(SIGTERM)
    #expect(program.finish(within: 20).code == 128 + SIGTERM)
    #expect(folder.notes(atMost: 2048).isEmpty)
  }

  @Test func `word of a host that was killed counts for nothing`() throws {
    let (program, _, folder) = try host()
    #expect(note(folder) != nil)
    program.signal(SIGKILL)
    _ = program.finish(within: 20)
    #expect(folder.notes(atMost: 2048).isEmpty)
  }

  @Test func `a place that is not there keeps nobody from playing`() throws {
    let program = try Program(
      ["host", "--headless", "--advertise", "127.0.0.1", "--port", "0"],
      environment: ["XDG_RUNTIME_DIR": "/nonexistent"])
    #expect(program.line(after: "invite: ") != nil)
    #expect(program.errorLine(containing: "join alone will not offer this room") != nil)
    program.signal(SIGTERM)
    #expect(program.finish(within: 20).code == 128 + SIGTERM)
  }
}
