import Foundation
import Testing

/// What is left of a crash.
struct CrashTests {
  @Test(arguments: [SIGSEGV, SIGQUIT, SIGABRT])
  func `a crash leaves a report, and says where`(signal: Int32) throws {
    let state = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
    defer { try? FileManager.default.removeItem(at: state) }
    let program = try Program(
      ["solo", "--headless"],
      environment: ["XDG_STATE_HOME": state.path, "SWIFT_BACKTRACE": "enable=no"])
    #expect(program.errorLine(containing: "frame ") != nil, "it plays")
    program.signal(signal)
    let output = program.finish(within: 20)
    #expect(output.code == 128 + signal)
    let folder = state.appending(path: "ghostline/crash")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let file = folder.appending(path: try #require(names.first))
    #expect(output.standardError.contains("what is known of it is in \(file.path)\n"))
    let report = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(report.hasPrefix("ghostline "))
    #expect(report.contains("\nsignal \(signal) (SIG"))
    #expect(report.contains("ghostline(+0x"), "what was called")
  }
}
