package import GridGame
package import Netplay
import Rollback
package import Vocabulary

/// Holds everything that one drawn frame of the screen shows.
///
/// The game loop fills it in and draws it with `canvas(width:height:options:)`; nothing here
/// remembers or decides.
package struct ScreenModel: Sendable {
  package var session: SessionFacts
  /// By seat; each is cut to 12 columns when drawn.
  package var names: [String]
  package var localSeat: PlayerIndex
  /// The newest state; `nil` before the match begins.
  package var predicted: Ghostline.State?
  /// The state of the confirmed frame; what is announced, such as scores, is read from it.
  package var confirmed: Ghostline.State?
  /// All numbers on the screen, of one instant.
  package var numbers: MatchNumbers
  package var rates: Rates
  package var roundTrips: RoundTripHistory
  package var rollbacks: RollbackHistory
  package var log: LogBook
  package var banner: Banner
  /// What the demo is doing right now; shown in every layout with a sidebar or a row for it.
  package var caption: String?
  /// A sentence about the room, as `the host is back`; shown where there is neither a banner nor a
  /// caption, and cut where it is too long.
  package var notice: String?
  /// What is injected into the network right now, as `150±10 1%`.
  package var injection: String?
  /// The paths that we have cut.
  package var cuts: [Path]
  /// The player steers where a bot would otherwise.
  package var isWheelTaken: Bool
  package var overlay: Overlay
  package var timeline: Timeline
  package var ghosts: Ghosts
  package var predictionMark: PredictionMark
  /// What is confirmed of the round under way.
  package var round: RoundBook
  /// The board as another player sees it; only where one process plays for both.
  package var mirror: Mirror?
  /// What its texts are measured by; that of the `ViewOptions` that it is drawn with.
  var widths = WidthTable.fixed

  /// A screen before the match: nothing has been counted yet.
  package init(session: SessionFacts, names: [String], localSeat: PlayerIndex) {
    self.session = session
    self.names = names
    self.localSeat = localSeat
    numbers = MatchNumbers(epoch: 0, seat: localSeat, at: Instant(nanoseconds: 0))
    rates = Rates()
    roundTrips = RoundTripHistory()
    rollbacks = RollbackHistory()
    cuts = []
    isWheelTaken = false
    log = LogBook()
    banner = .none
    overlay = .none
    timeline = Timeline()
    ghosts = Ghosts()
    predictionMark = PredictionMark()
    round = RoundBook()
  }

  /// Columns that a name may take.
  static let nameColumns = 12

  /// How a player is called on this screen.
  func name(_ seat: PlayerIndex) -> String {
    if seat == localSeat { return "you" }
    guard seat.number < names.count else { return "seat \(seat.number)" }
    return widths.fit(names[seat.number], columns: Self.nameColumns)
  }

  /// The place of a seat in the order of colours: the same on every screen, so that two people who
  /// look at two screens speak of the same player.
  func rank(_ seat: PlayerIndex) -> Int { seat.number }

  /// The seats, the local one first.
  var seatsInOrder: [PlayerIndex] {
    let all = (0..<max(names.count, 1)).map { PlayerIndex($0) }
    return [localSeat] + all.filter { $0 != localSeat }
  }
}

/// Names the session: what a screenshot must tell to be understood.
package struct SessionFacts: Hashable, Sendable {
  /// Tells what this process is to the room.
  package enum Part: String, Hashable, Sendable {
    case host
    case guest
    case demo
    case solo

    /// Whether everybody plays in this process: nobody else notices who leaves.
    var isAlone: Bool {
      switch self {
      case .host, .guest: false
      case .demo, .solo: true
      }
    }
  }

  package var part: Part
  package var room: String
  package var map: String
  /// Nothing before the terms of the match are known; so is the map then empty.
  package var seed: UInt64?

  package init(part: Part, room: String, map: String, seed: UInt64?) {
    self.part = part
    self.room = room
    self.map = map
    self.seed = seed
  }
}
