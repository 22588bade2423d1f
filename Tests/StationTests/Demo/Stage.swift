import Rollback
import Testing
import Vocabulary

@testable import Station

/// A room that obeys the show, as the real one does: paths that fail and heal, guesses that are far, a
/// difference that is found, a match that ends a second after its end was set.
struct Stage {
  struct Room {
    var pace = Pace.usual
    var isFar = false
    var isCut = false
    var isOver = false
    var differs = false
    /// When what was done last to P2P shows.
    var pathChange: Int?
    var isDegraded = false
    var ending: Int?
  }

  private static let step = Duration.milliseconds(50)
  /// Turns until P2P is there in a match; what is cut before that never was.
  private static let arrival = 20

  var demo: Demo
  var room = Room()
  private(set) var now = Instant.zero
  private(set) var done: [Demo.Effect] = []
  private(set) var matches = 1
  private(set) var hasLeft = false
  /// How many cells its rollbacks take back while it is far.
  var cells = 3
  /// Nothing that is done to it shows.
  var isInert = false
  var newest: Demo.Act?
  private var turns = 0
  /// Turns until a match that all are ready for begins.
  private var beginning: Int?
  private var epoch: UInt64 = 1

  init(_ demo: Demo) { self.demo = demo }

  mutating func turn(for length: Duration) {
    let end = now + length
    while now < end { turn() }
  }

  mutating func turn() {
    turns += 1
    now += Self.step
    live()
    if room.isFar, room.pace != .held, turns % 40 == 0, !isInert { demo.corrected(cells: cells) }
    for effect in demo.turn(sight, now: now) { obey(effect) }
  }

  mutating func beginMatch() {
    epoch += 1
    matches += 1
    beginning = nil
    room = Room()
    turns = 0
  }

  /// The act gets to its scene, and is still there after ten minutes, with what it is about.
  mutating func expectShown(_ act: Demo.Act) {
    turn(for: .seconds(680))
    #expect(demo.act == act && demo.caption?.scene == .shown, "\(demo)")
    #expect(room.isOver == (act == .summary))
    #expect(room.isFar == (act == .far || act == .correction))
    #expect(room.isCut == (act == .cut))
    #expect(room.differs == (act == .desync) || act == .summary)
    #expect(room.pace == (act == .correction ? .held : .usual))
    #expect(room.isDegraded == (act == .cut))
  }

  private var sight: Demo.Sight {
    var sight = Demo.Sight()
    sight.match =
      room.isOver ? .over(epoch: epoch) : .playing(epoch: epoch, newest: Frame(turns))
    sight.isVerified = !room.differs
    sight.isEnding = room.ending != nil && !room.isOver
    sight.isDirectUp = !room.isDegraded && !isInert && turns >= Self.arrival
    sight.isDegraded = room.isDegraded
    sight.predictedFrames = room.isFar && !isInert ? 13 : 1
    return sight
  }

  private mutating func live() {
    if room.pathChange == turns { room.isDegraded = room.isCut && turns >= Self.arrival + 6 }
    if room.ending == turns { room.isOver = true }
    if beginning == turns { beginMatch() }
  }

  private mutating func obey(_ effect: Demo.Effect) {
    done.append(effect)
    switch effect {
    case .pace(let pace): room.pace = pace
    case .impair(.clear):
      room.isFar = false
      setCut(false)
    case .impair(.cut): setCut(true)
    case .impair(.heal): setCut(false)
    case .impair: room.isFar = true
    case .corrupt: if !isInert { room.differs = true }
    case .letGo: break
    case .finish(let frame):
      #expect(frame.number > turns && !room.isOver)
      room.ending = turns + 20
    case .again: if room.isOver { beginning = beginning ?? turns + 4 }
    case .leave: hasLeft = true
    }
  }

  private mutating func setCut(_ isCut: Bool) {
    guard isCut != room.isCut, !isInert else { return }
    room.isCut = isCut
    room.pathChange = turns + (isCut ? 6 : 40)
  }
}
