/// How the process ends when something goes wrong: an exit code and a sentence that says what to do.
package struct Failure: Error {
  package enum Code: Int32 {
    case error = 1
    case usage = 2
    case terminal = 3
    case connection = 4
    case desync = 5
  }

  package let code: Code
  package let message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}
