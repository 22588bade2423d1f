import Glibc
import Testing

/// Runs this test program again as a child on a terminal of its own, to see how it leaves it.
///
/// A fork of a process with threads cannot run Swift safely, so the child starts afresh and runs
/// nothing but `LifecycleChild`.
@safe final class PseudoTerminal {
  struct Failure: Error {
    var call: String
    var code: Int32
  }

  /// Holds the settings that a program can change, as the system keeps them: they are compared, and
  /// nothing else.
  struct Settings: Hashable {
    var bytes: [UInt8]
  }

  /// Tells who starts the child.
  enum Starter {
    /// Nobody who could continue it: it leads the terminal's session.
    case itself
    /// A shell that gives its jobs the terminal in turn: it says SHELL and a status when it has the
    /// terminal again, and does what is typed then, `fg` for one.
    case shell
    /// The same, through a script that waits for it.
    case script

    fileprivate func command(_ arguments: [String]) -> (path: String, arguments: [String]) {
      let loop = "echo SHELL $?; while read line; do $line; echo SHELL $?; done"
      switch self {
      case .itself: return ("/proc/self/exe", arguments)
      case .shell:
        return (
          "/bin/sh", ["sh", "-mc", "\"$0\" \"$@\"; \(loop)", Self.program] + arguments.dropFirst()
        )
      case .script:
        let script = "'\"$0\" \"$@\"; exit $?'"
        return (
          "/bin/sh",
          ["sh", "-mc", "sh -c \(script) \"$0\" \"$@\"; \(loop)", Self.program]
            + arguments.dropFirst()
        )
      }
    }

    /// What runs is not always what was called, as with a debugger or an emulator.
    private static var program: String {
      var path = [CChar](repeating: 0, count: 4096)
      let count = unsafe readlink("/proc/self/exe", &path, path.count - 1)
      return String(
        decoding: path.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }

  /// Tells what became of the child.
  enum Status: Hashable {
    case exited(code: Int32)
    case killed(signal: Int32)
    case stopped(signal: Int32)
  }

  /// TIOCSPTLCK, TIOCGPTN and POSIX_SPAWN_SETSID, which Swift's view of the C library leaves out.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430
  private static let newSession: Int16 = 0x80

  /// -1 after `hangUp`.
  private var master: Int32
  /// Kept open, so that the terminal stays when the child is gone.
  private(set) var slave: Int32
  private var child: pid_t = 0
  private(set) var output: [UInt8] = []

  init(columns: UInt16 = 100, rows: UInt16 = 30) throws {
    master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var isLocked: Int32 = 0
    var number: Int32 = 0
    guard master >= 0, unsafe ioctl(master, Self.setLock, &isLocked) == 0,
      unsafe ioctl(master, Self.getNumber, &number) == 0
    else { throw Failure(call: "/dev/ptmx", code: errno) }
    path = "/dev/pts/\(number)"
    slave = unsafe open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard slave >= 0 else { throw Failure(call: "open", code: errno) }
    try resize(columns: columns, rows: rows)
  }

  private let path: String

  deinit {
    if child > 0 {
      kill(child, SIGKILL)
      waitpid(child, nil, 0)
    }
    hangUp()
  }

  /// Ends the terminal, as closing its window does.
  func hangUp() {
    if slave >= 0 { close(slave) }
    if master >= 0 { close(master) }
    slave = -1
    master = -1
  }

  func resize(columns: UInt16, rows: UInt16) throws {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard unsafe ioctl(master, UInt(TIOCSWINSZ), &size) == 0 else {
      throw Failure(call: "ioctl", code: errno)
    }
  }

  /// Starts the child with the part that it shall play.
  func start(
    _ part: LifecycleChild.Part, terminal: String = "xterm-256color", variables: [String] = [],
    by starter: Starter = .itself
  ) throws {
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    // A session of its own: the terminal becomes the one that controls it.
    unsafe posix_spawnattr_setflags(&attributes, Self.newSession)
    unsafe posix_spawn_file_actions_addopen(&actions, 0, path, O_RDWR, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, 0, 1)
    unsafe posix_spawn_file_actions_adddup2(&actions, 0, 2)
    let arguments = [
      CommandLine.arguments[0], "--testing-library", "swift-testing", "--filter", "LifecycleChild",
    ]
    // The first of a name counts.
    let environment =
      variables + [
        "\(LifecycleChild.variable)=\(part.rawValue)", "TERM=\(terminal)", "LC_ALL=C.UTF-8",
        "SWIFT_BACKTRACE=enable=no", "PATH=/usr/bin:/bin",
      ] + Self.inherited(["LD_LIBRARY_PATH"])
    let command = starter.command(arguments)
    let code = unsafe Self.withStrings(command.arguments) { argv in
      unsafe Self.withStrings(environment) { envp in
        unsafe posix_spawn(&child, command.path, &actions, &attributes, argv, envp)
      }
    }
    guard code == 0 else { throw Failure(call: "posix_spawn", code: code) }
  }

  /// Reads what the child draws until `text` is among what it has drawn since `start` bytes.
  func read(until text: String, from start: Int = 0, seconds: Int = 20) throws {
    for _ in 0..<seconds * 100 {
      read(milliseconds: 10)
      if contains(text, from: start) { return }
    }
    throw Failure(
      call: "waiting for '\(text)' in \(String(decoding: output, as: UTF8.self))", code: 0)
  }

  /// Reads what there is for a while.
  func read(milliseconds: Int32) {
    var polled = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&polled, 1, milliseconds) > 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe Glibc.read(master, $0.baseAddress, 65536)
    }
    if count > 0 { output += buffer.prefix(count) }
  }

  func contains(_ text: String, from start: Int = 0) -> Bool {
    let wanted = Array(text.utf8)
    let rest = Array(output.dropFirst(start))
    guard rest.count >= wanted.count else { return false }
    return (0...rest.count - wanted.count).contains {
      rest[$0..<$0 + wanted.count].elementsEqual(wanted)
    }
  }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    unsafe bytes.withUnsafeBytes { _ = unsafe write(master, $0.baseAddress, $0.count) }
  }

  func send(_ signal: Int32) { kill(game, signal) }

  /// The child, or whoever a shell has started last in its place.
  var game: pid_t {
    var process = child
    while let below = Self.firstChild(of: process) { process = below }
    return process
  }

  private static func firstChild(of process: pid_t) -> pid_t? {
    let file = unsafe open("/proc/\(process)/task/\(process)/children", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var text = [UInt8](repeating: 0, count: 64)
    let count = unsafe Glibc.read(file, &text, text.count)
    let first = text.prefix(max(count, 0)).split(separator: UInt8(ascii: " ")).first
    return first.flatMap { pid_t(String(decoding: $0, as: UTF8.self)) }
  }

  /// Sets modes, as `stty sane` from another terminal does.
  func makeSane() throws {
    try unsafe withUnsafeTemporaryAllocation(of: termios.self, capacity: 1) { buffer in
      guard unsafe tcgetattr(slave, buffer.baseAddress) == 0 else {
        throw Failure(call: "tcgetattr", code: errno)
      }
      unsafe buffer[0].c_lflag |= UInt32(ICANON | ECHO | ISIG)
      unsafe tcsetattr(slave, TCSANOW, buffer.baseAddress)
    }
  }

  /// Waits for the child to end, and reads nothing.
  func waitWithoutReading(seconds: Int = 20) throws -> Status {
    for _ in 0..<seconds * 100 {
      if let status = statusNow() { return status }
      usleep(10_000)
    }
    throw Failure(call: "waiting for the child to end", code: 0)
  }

  /// Waits for the child to end or stop, while reading what it draws.
  func wait(seconds: Int = 20) throws -> Status {
    for _ in 0..<seconds * 100 {
      if let status = statusNow() {
        for _ in 0..<5 { read(milliseconds: 10) }
        return status
      }
      read(milliseconds: 10)
    }
    throw Failure(call: "waiting for the child to end", code: 0)
  }

  private func statusNow() -> Status? {
    var status: Int32 = 0
    guard child > 0, unsafe waitpid(child, &status, WNOHANG | WUNTRACED) == child else {
      return nil
    }
    if status & 0xff == 0x7f { return .stopped(signal: status >> 8 & 0xff) }
    child = 0
    let signal = status & 0x7f
    return signal == 0 ? .exited(code: status >> 8 & 0xff) : .killed(signal: signal)
  }

  /// Asks for the settings without looking into them: which module their members come from depends
  /// on what else is imported.
  func settings() throws -> Settings {
    try unsafe withUnsafeTemporaryAllocation(of: termios.self, capacity: 1) { buffer in
      let bytes = UnsafeMutableRawBufferPointer(buffer)
      unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0)
      guard unsafe tcgetattr(slave, buffer.baseAddress) == 0 else {
        throw Failure(call: "tcgetattr", code: errno)
      }
      return Settings(bytes: unsafe Array(bytes))
    }
  }

  private static func inherited(_ names: [String]) -> [String] {
    names.compactMap { name in
      unsafe getenv(name).map { "\(name)=\(unsafe String(cString: $0))" }
    }
  }

  @unsafe private static func withStrings<Result>(
    _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var pointers = unsafe strings.map { unsafe strdup($0) } + [nil]
    defer { for index in unsafe pointers.indices { unsafe free(pointers[index]) } }
    return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("the list has an end") }
      return unsafe body(base)
    }
  }
}
