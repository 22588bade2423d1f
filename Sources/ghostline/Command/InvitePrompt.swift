import Output
import Presentation
import SecureChannel

/// Reads an invite from the command line, or from standard input: typed, pasted or piped.
enum InvitePrompt {
  /// - Parameter argument: What the command line has; `-` stands for standard input.
  /// - Throws: `Failure` that says what is wrong with it.
  static func read(_ argument: String?) throws(Failure) -> Invite {
    var input = InviteInput()
    var step = InviteInput.Step.more
    if let argument, argument != "-" {
      step = input.received((argument + "\n").utf8)
      if step == .more, !StandardInput.isTerminal { step = input.ended() }
      // Nothing was asked for: what is typed already is for the game.
      if case .whole(let invite) = step { return invite }
    }
    while step == .more {
      if StandardInput.isTerminal { ask(input.hasBegun ? "the invite goes on: " : "invite: ") }
      let bytes = StandardInput.next()
      step = bytes.isEmpty ? input.ended() : input.received(bytes)
    }
    StandardInput.discardTyped()
    switch step {
    case .whole(let invite): return invite
    case .wrong(let error) where input.hasBegun: throw failure(error)
    case .wrong, .more: throw Failure(.usage, "expected an invite on standard input")
    }
  }

  static func failure(_ error: InviteError) -> Failure {
    Failure(.usage, "\(error); it looks like ghostline://HOST:PORT#SECRET")
  }

  private static func ask(_ words: String) {
    StandardStream.error.write(words)
    StandardStream.error.flush()
  }
}
