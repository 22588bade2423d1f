package import Station
package import Vocabulary

/// Judges what a key asks before anybody obeys: where one key would end or harm a match for all who
/// play it, the player is asked back.
///
/// `judge` takes every command of a key or a click, and returns what is to be done. A question that is
/// open takes the next key: `confirm` says yes, any other key no, except steering, which goes on.
package struct Consent: Hashable, Sendable {
  package enum Question: Hashable, Sendable {
    /// Whether to leave.
    case leave
    /// Whether to impair the network between the players; asked once in a match.
    case impair
    /// Whether to corrupt our own state; asked each time.
    case corrupt
  }

  private struct Asked: Hashable, Sendable {
    let question: Question
    /// What is done when the answer is yes.
    let command: Command
    let since: Instant
  }

  /// How long a question has to be there before it can be answered with yes, in a match with others: text
  /// that something else types (a multiplexer that sends keys to all windows, a terminal that does not
  /// bracket what is pasted) asks and answers within one instant.
  package static let readingTime = Duration.milliseconds(200)

  private var asked: Asked?
  /// The match in which the player has agreed to impair it, by how many had begun.
  private var agreedMatch: Int?

  package init() {}

  /// What is asked, and stands in front of the board.
  package var question: Question? { asked?.question }

  package mutating func judge(
    _ command: Command, in company: Company, now: Instant
  ) -> Command? {
    guard let asked else { return judgeAnew(command, in: company, now: now) }
    if command.goesOnBehindQuestion { return command }
    if command == .confirm { return confirm(asked, in: company, now: now) }
    self.asked = nil
    return command == .leaveNow || command == .suspend ? command : nil
  }

  private mutating func judgeAnew(
    _ command: Command, in company: Company, now: Instant
  ) -> Command? {
    if command == .confirm { return nil }
    guard let question = command.question else { return command }
    switch (question, company) {
    case (.leave, _): asked = Asked(question: question, command: .confirm, since: now)
    case (.impair, .lab), (.corrupt, .lab): return command
    case (.impair, .others(let matches, _)) where agreedMatch == matches: return command
    // There is no state to corrupt.
    case (.corrupt, .others(_, isPlaying: false)): return nil
    case (.impair, .others), (.corrupt, .others):
      asked = Asked(question: question, command: command, since: now)
    }
    return nil
  }

  private mutating func confirm(
    _ asked: Asked, in company: Company, now: Instant
  ) -> Command? {
    if case .others(let matches, _) = company {
      guard now - asked.since >= Self.readingTime else { return nil }
      if asked.question == .impair { agreedMatch = matches }
    }
    self.asked = nil
    return asked.command
  }
}

extension Command {
  /// What has to be asked before it is obeyed, if that is not agreed or harmless where we are.
  fileprivate var question: Consent.Question? {
    switch self {
    case .askToLeave: .leave
    case .ask(.impair(let change)): change.impairs ? .impair : nil
    case .ask(.corrupt): .corrupt
    case .ask, .show, .accept, .confirm, .leaveNow, .nextPace, .walk, .export, .copyInvite, .redraw,
      .look, .suspend:
      nil
    }
  }

  fileprivate var goesOnBehindQuestion: Bool {
    switch self {
    case .ask(.steer), .ask(.boost), .ask(.focusLost), .look: true
    case .ask, .show, .accept, .confirm, .askToLeave, .leaveNow, .nextPace, .walk, .export,
      .copyInvite,
      .redraw, .suspend:
      false
    }
  }
}
