/// What the command line asks for.
struct Options {
  enum Task: Equatable {
    case table
    case soak(frames: Int)
    case falseAlarms(minutes: Int)
    case help
  }

  /// An argument that means nothing here.
  struct Invalid: Error {
    let reason: String
  }

  var task = Task.table
  /// Fewer rounds and ticks: to see whether something moved, not by how much.
  var isQuick = false
  /// Stops at the first allocation in a warmed round and prints where it came from.
  var trap = false
  private var only: Section?
  /// Plays the rows whose names contain this.
  private var row: String?

  static let usage = """
    Usage: Benchmarks [--quick] [--only SECTION] [--row TEXT] [--trap]
                      [--soak FRAMES] [--false-alarms MINUTES]
      --quick         fewer rounds and ticks, in well under a minute
      --only SECTION  W0, W1, W2, W3, W4, W5 or W6
      --row TEXT      only rows of matches whose names contain it, as "hold 12 both"
      --trap          stop at the first allocation in a warmed round, with a backtrace
      --soak FRAMES   two matches of the real game over a bad network, for so many frames
      --false-alarms MINUTES
                      so much virtual time over healthy and slow links: no fallback may fire
      --help          this text
    """

  init(_ arguments: [String]) throws(Invalid) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--quick": isQuick = true
      case "--trap": trap = true
      case "--help", "-h": task = .help
      case "--only": only = try Self.section(rest.popFirst())
      case "--row": row = rest.popFirst()
      case "--soak": task = .soak(frames: try Self.frames(rest.popFirst()))
      case "--false-alarms": task = .falseAlarms(minutes: try Self.minutes(rest.popFirst()))
      default: throw Invalid(reason: "unknown argument '\(argument)'")
      }
    }
  }

  var sections: [Section] { only.map { [$0] } ?? Section.allCases }
  func plays(_ name: String) -> Bool { row.map { name.contains($0) } ?? true }

  var rounds: Int { isQuick ? 2 : 5 }

  private static func section(_ name: String?) throws(Invalid) -> Section {
    guard let name else { throw Invalid(reason: "--only needs a section") }
    guard let section = Section.allCases.first(where: { $0.rawValue == name }) else {
      throw Invalid(reason: "'\(name)' is no section: W0 to W6")
    }
    return section
  }

  private static func minutes(_ text: String?) throws(Invalid) -> Int {
    guard let text, let minutes = Int(text), minutes >= 1 else {
      throw Invalid(reason: "--false-alarms needs a number of minutes, 1 or more")
    }
    return minutes
  }

  private static func frames(_ text: String?) throws(Invalid) -> Int {
    guard let text else { throw Invalid(reason: "--soak needs a number of frames") }
    guard let frames = Int(text), frames >= 1000 else {
      throw Invalid(reason: "--soak takes 1000 frames or more, not '\(text)'")
    }
    return frames
  }
}

/// A part of the table.
enum Section: String, CaseIterable {
  case parts = "W0"
  case syncTest = "W1"
  case twoPlayers = "W2"
  case fourPlayers = "W3"
  case badNetwork = "W4"
  case realGame = "W5"
  case sealing = "W6"
}
