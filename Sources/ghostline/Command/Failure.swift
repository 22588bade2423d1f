/// The process was asked to end by a signal: everything is tidied up, then the exit code says so.
struct SignalEnding: Error {
  let number: Int32
}

/// How the process ends when something goes wrong: an exit code and a sentence that says what to do.
struct Failure: Error {
  enum Code: Int32 {
    case error = 1
    case usage = 2
    case terminal = 3
    case connection = 4
    case desync = 5
  }

  let code: Code
  let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}
