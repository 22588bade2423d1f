import Foundation
import Output
import Testing

/// Notes of running processes: seen by their own account, gone with the process.
@Suite struct NoteFolderTests {
  /// A place for a folder that is not there yet.
  private func place() -> String {
    FileManager.default.temporaryDirectory.appendingPathComponent("notes-\(UUID().uuidString)").path
  }

  private func mode(_ path: String) throws -> Int {
    try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }

  private func names(_ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path)
  }

  @Test func `a note is there until it is removed, and closed to others`() throws {
    let path = place()
    let folder = NoteFolder(path)
    #expect(folder.notes(atMost: 100).isEmpty)
    let note = try folder.leave("first\n")
    #expect(folder.notes(atMost: 100).map(\.text) == ["first\n"])
    #expect(try mode(path) == 0o700)
    #expect(try mode(path + "/" + #require(names(path).first)) == 0o600)
    note.remove()
    #expect(folder.notes(atMost: 100).isEmpty)
    #expect(try names(path).isEmpty)
  }

  @Test func `the newest comes first, and what is too long is no note`() throws {
    let folder = NoteFolder(place())
    let first = try folder.leave("old")
    // Files are as old as the system's clock ticks.
    Thread.sleep(forTimeInterval: 0.03)
    let second = try folder.leave("new")
    #expect(folder.notes(atMost: 3).map(\.text) == ["new", "old"])
    let ages = folder.notes(atMost: 3).map(\.age)
    #expect(ages[0] < ages[1] && ages[1] < .seconds(60))
    #expect(folder.notes(atMost: 2).isEmpty)
    for note in [first, second] { note.remove() }
  }

  @Test func `a note that nobody holds is swept away, other files are left alone`() throws {
    let path = place()
    let folder = NoteFolder(path)
    let held = try folder.leave("held")
    try Data("left".utf8).write(to: URL(fileURLWithPath: path + "/1-0.room"))
    try Data("other".utf8).write(to: URL(fileURLWithPath: path + "/other"))
    #expect(folder.notes(atMost: 100).map(\.text) == ["held"])
    #expect(Set(try names(path)) == ["\(getpid())-0.room", "other"])
    held.remove()
  }

  @Test func `a folder that others may look into is none, nor is a link to one`() throws {
    let path = place()
    let folder = NoteFolder(path)
    try folder.leave("x").remove()
    let link = place()
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    #expect(throws: OutletError.self) { try NoteFolder(link).leave("x") }
    try FileManager.default.setAttributes([.posixPermissions: 0o750], ofItemAtPath: path)
    let error = #expect(throws: OutletError.self) { try folder.leave("x") }
    #expect(error?.number == EPERM)
    try Data("left".utf8).write(to: URL(fileURLWithPath: path + "/1-0.room"))
    #expect(folder.notes(atMost: 100).isEmpty)
    #expect(try names(path) == ["1-0.room"])
  }
}
