import Foundation

/// Runs the built `ghostline` as users do: as a process of its own.
final class Program {
  struct Output {
    let code: Int32
    let standardOutput: String
    let standardError: String
  }

  private let process = Process()
  private let output = Collector()
  private let error = Collector()

  /// Beside the test bundle is where the package manager builds the program.
  static var executable: URL {
    URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appendingPathComponent("ghostline")
  }

  /// - Parameters:
  ///   - standardOutput: Takes it instead of `Output`, which then is empty.
  ///   - standardError: The same.
  ///   - folder: The working folder, by default ours.
  ///   - executable: What becomes the program in the end.
  init(
    _ arguments: [String], environment: [String: String] = [:], input: String? = nil,
    standardOutput: Pipe? = nil, standardError: Pipe? = nil, in folder: URL? = nil,
    by executable: URL = Program.executable
  ) throws {
    process.executableURL = executable
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = folder }
    // Not what the one who runs the tests prefers.
    let own = ["XDG_CONFIG_HOME": "/nonexistent"].merging(environment) { $1 }
    process.environment = ProcessInfo.processInfo.environment.filter {
      !$0.key.hasPrefix("GHOSTLINE_")
    }.merging(own) { $1 }
    process.standardOutput = standardOutput ?? output.pipe
    process.standardError = standardError ?? error.pipe
    let source = Pipe()
    process.standardInput = source
    do {
      try process.run()
    } catch {
      // Without a process nobody else ends what the collectors wait for.
      output.close()
      self.error.close()
      throw error
    }
    // Only the process that runs holds the other ends; those that it was not given end here.
    if standardOutput != nil { output.close() }
    if standardError != nil { error.close() }
    if let input { source.fileHandleForWriting.write(Data(input.utf8)) }
    try source.fileHandleForWriting.close()
  }

  /// The first line of standard output that starts with `prefix`, without it.
  func line(after prefix: String, within limit: TimeInterval = 20) -> String? {
    output.line(within: limit) { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
  }

  /// The first whole line of standard output with `text` in it.
  func line(containing text: String, within limit: TimeInterval = 20) -> String? {
    output.line(within: limit) { $0.contains(text) }
  }

  /// The first whole line of standard error with `text` in it.
  func errorLine(containing text: String, within limit: TimeInterval = 20) -> String? {
    error.line(within: limit) { $0.contains(text) }
  }

  /// Hundredths of a second that it has kept a processor busy.
  func busyTime() throws -> Int {
    let text = try String(
      contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)
    // After the name, which may hold anything.
    let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
    return fields[12...13].reduce(0) { $0 + (Int($1) ?? 0) }
  }

  /// Takes descriptors away from it while it runs.
  func allow(descriptors: Int) throws {
    let tool = try Program(
      ["--pid", "\(process.processIdentifier)", "--nofile=\(descriptors)"],
      by: URL(fileURLWithPath: "/usr/bin/prlimit"))
    _ = tool.finish()
  }

  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// Waits for the end; a process that does not end in time is killed.
  func finish(within limit: TimeInterval = 60) -> Output {
    let deadline = Date().addingTimeInterval(limit)
    let watchdog = DispatchWorkItem { [process] in
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }
    DispatchQueue.global().asyncAfter(
      deadline: .now() + deadline.timeIntervalSinceNow, execute: watchdog)
    process.waitUntilExit()
    watchdog.cancel()
    let code =
      process.terminationReason == .exit
      ? process.terminationStatus : 128 + process.terminationStatus
    return Output(code: code, standardOutput: output.finish(), standardError: error.finish())
  }
}
