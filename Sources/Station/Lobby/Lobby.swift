import GridGame
package import Netplay
import Rollback
package import Vocabulary

/// Brings the players of a room to the start of an episode, and of the next one.
///
/// The creator (seat 0) offers terms once all seats are taken and everyone said hello and is ready;
/// each player compares the configuration that they make with the creator's, makes the initial state
/// and answers with both digests; when all are equal the creator says start. Afterwards nobody is
/// special. The relay carries these messages in order and without loss while a connection lasts; when
/// one was lost, everything that still matters is said anew by `joined`.
///
/// ```
///             all here, ready     offer             start
///   gathering ───────────► (all) ───────► agreeing ───────► playing ──► over
///     ▲   ▲                                │    │             finished   │
///     │   └── left; a guest's own wish ────┘    └─► failed                │
///     └───────────────────────────── again ──────────────────────────────┘
/// ```
package struct Lobby: Sendable {
  package private(set) var seat: PlayerIndex
  package let capacity: Int
  package let name: DisplayText
  package private(set) var reach: Reachability
  /// What we play.
  package let identity: GameIdentity
  package let purpose: Purpose
  package internal(set) var phase = Phase.gathering
  /// The other seats that are taken, in order.
  package internal(set) var members: [Member] = []
  /// The seats that are empty and were not, in order.
  package internal(set) var absent: [Absent] = []
  /// Messages that were none of ours.
  package private(set) var malformed = 0
  /// The matches of those who are here, since they are here.
  package internal(set) var series: Series
  /// The episode that was played last, or is played.
  var episode: Episode?

  package init(
    seat: PlayerIndex, capacity: Int, name: DisplayText, reach: Reachability,
    identity: GameIdentity, purpose: Purpose = .play
  ) {
    self.seat = seat
    self.capacity = capacity
    self.name = name
    self.reach = reach
    self.identity = identity
    self.purpose = purpose
    series = Series(players: capacity)
  }

  package var isCreator: Bool { seat.number == 0 }

  var isPlaying: Bool {
    if case .playing = phase { true } else { false }
  }

  var hasFailed: Bool {
    if case .failed = phase { true } else { false }
  }

  /// Whether we want the next match.
  package var isReady: Bool { wish == .match }

  private var wish: LobbyMessage.Wish {
    if purpose == .measure { return .measurement }
    return switch phase {
    case .gathering, .agreeing: .match
    case .playing, .over, .failed: .undecided
    }
  }

  /// The other seats but those of who has only come to measure.
  package var players: [Member] { members.filter { !$0.isMeasuring } }

  package func member(at seat: PlayerIndex) -> Member? { members.first { $0.seat == seat } }

  package func absentee(at seat: PlayerIndex) -> Absent? { absent.first { $0.seat == seat } }

  /// What a seat is called, ours included, also by those who have left.
  package func displayName(of other: PlayerIndex) -> String {
    if other == seat { return name.string }
    let known = member(at: other)?.name ?? absentee(at: other)?.name
    return known?.string ?? "player \(other.number + 1)"
  }

  // MARK: Who is here

  /// The seat was taken by someone; also called for those who were there before us.
  package mutating func joined(_ other: PlayerIndex, now: Instant) -> [Effect] {
    guard other != seat, other.number < capacity, !hasFailed else { return [] }
    // Whoever sat there has lost the connection without our being told.
    _ = left(other, .lost, now: now)
    // Whoever left from there is somebody else; who was lost is called by the same name until it says.
    absent.removeAll { $0.seat == other && $0.manner == .left }
    members.append(Member(seat: other, since: now))
    members.sort { $0.seat < $1.seat }
    return introduction(to: other)
  }

  /// Says anew all that a member has to know: who we are, and what is under way.
  package func introduction(to other: PlayerIndex) -> [Effect] {
    guard !hasFailed, member(at: other) != nil else { return [] }
    var messages: [LobbyMessage] = []
    // First, since it takes back a wish for the next one, and the hello says whether there is any.
    if let episode, !isPlaying { messages.append(episode.over) }
    messages.append(
      .hello(name: name, reach, episode: episode?.terms.epoch, wish))
    switch phase {
    case .agreeing(let terms, _) where isCreator:
      messages.append(.offer(terms, configuration: identity.configurationDigest(for: terms)))
    case .agreeing(let terms, let agreement):
      if let agreement, other.number == 0 {
        messages.append(.accept(epoch: terms.epoch, agreement))
      }
    case .gathering, .playing, .over, .failed: break
    }
    return messages.map { .send($0, to: other) }
  }

  /// We are back in the room, at this seat: somebody else may have got ours while we were away.
  package mutating func seated(at seat: PlayerIndex) {
    guard seat != self.seat else { return }
    self.seat = seat
    members = []
    absent = []
    series = Series(players: capacity)
    if case .agreeing = phase { phase = .gathering }
  }

  /// Our connection to the relay was lost and is there again; these seats are taken now.
  package mutating func reconnected(among others: [PlayerIndex], now: Instant) -> [Effect] {
    let gone = members.map(\.seat).filter { !others.contains($0) }
    return gone.flatMap { left($0, .lost, now: now) } + others.flatMap { joined($0, now: now) }
  }

  /// Where we can be reached has changed.
  package mutating func reachChanged(_ reach: Reachability) -> [Effect] {
    guard reach != self.reach, !hasFailed else { return [] }
    self.reach = reach
    return tellAll(.reach(reach))
  }

  /// The other seems to speak another version: nothing that it says can be read.
  package mutating func incompatible(_ other: PlayerIndex, version: UInt8) -> [Effect] {
    // A newcomer who cannot play with us does not end the episode that goes on without it.
    guard !hasFailed, !isPlaying, member(at: other) != nil else { return [] }
    return fail(.version(other, ours: Envelope.version, theirs: version))
  }

  /// The seat is empty again.
  package mutating func left(
    _ other: PlayerIndex, _ manner: Absent.Manner, now: Instant
  ) -> [Effect] {
    guard let index = members.firstIndex(where: { $0.seat == other }) else {
      // Who was lost may still say goodbye by another way.
      if manner == .left, let index = absent.firstIndex(where: { $0.seat == other }) {
        absent[index] = Absent(
          seat: other, name: absent[index].name, manner: .left, since: absent[index].since)
      }
      return []
    }
    let member = members.remove(at: index)
    absent.removeAll { $0.seat == other }
    // Nobody misses who has only measured; who says so in a match plays all the same.
    if !member.isMeasuring || isPlaying {
      absent.append(Absent(seat: other, name: member.name, manner: manner, since: now))
      absent.sort { $0.seat < $1.seat }
    }
    // Only the creator knows whether it has said start before: a guest who has heard terms waits for
    // that word, for other terms, or for the creator's next hello. Without a creator there is none.
    let isDecided = isCreator || (other.number == 0 && manner == .left)
    if case .agreeing = phase, isDecided { phase = .gathering }
    return []
  }

  package mutating func received(
    _ bytes: ArraySlice<UInt8>, from other: PlayerIndex
  ) -> [Effect] {
    guard !hasFailed else { return [] }
    do throws(WireError) {
      return try received(LobbyMessage(bytes), from: other)
    } catch .version(let theirs) {
      return incompatible(other, version: theirs)
    } catch {
      malformed += 1
      return []
    }
  }

  // MARK: Details that the other parts share

  func tellAll(_ message: LobbyMessage) -> [Effect] {
    members.map { .send(message, to: $0.seat) }
  }

  mutating func fail(_ failure: Failure) -> [Effect] {
    phase = .failed(failure)
    return [.failed(failure)]
  }
}
