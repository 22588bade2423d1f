import SecureChannel
import Vocabulary

/// What a person does next, when its time has come.
enum PersonStep: Hashable, Sendable {
  case arrive
  /// The habit shows.
  case habit
  case comeBack
  case wakeUp(process: Int)
  case ready(process: Int)
  case depart(process: Int, Person.Departure)
}

/// How far a person has come.
struct Actor: Sendable {
  let person: Person
  /// Whether it is on its way, so that others may wait for it.
  var isComing = true
  /// Whether its habit has shown.
  var hasShown = false
  /// Whether it has measured what it wanted to.
  var hasMeasured = false
  /// The program it looks at.
  var process: Int?
  /// Runs of the program so far.
  var runs = 0
  /// The newest match whose summary it has made up its mind about.
  var decidedOn: UInt64?
  /// Since when nothing is played on its screen.
  var idleSince = Instant.zero

  /// After so many runs a person gives up.
  static let mostRuns = 4
  /// How long a person waits for others, who may take ten minutes.
  static let patience = Duration.seconds(700)
  /// How long a person waits for a host who is away, or with nobody to come.
  static let doubt = Duration.seconds(60)

  init(_ person: Person) { self.person = person }
}

/// What a host has given to the others.
struct Invitation: Hashable, Sendable {
  let secret: InviteSecret
  let process: Int
}
