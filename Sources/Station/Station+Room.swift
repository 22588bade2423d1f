import GridGame
import Netplay
import Relay
import Rollback
import SecureChannel
import Vocabulary

/// How a station gets from the relay's welcome to a match, and to the next one.
extension Station {
  mutating func apply(_ news: [RelayLine.News]) { apply(news, at: now) }

  /// - Parameter time: When what the relay brought had arrived.
  mutating func apply(_ news: [RelayLine.News], at time: Instant) {
    let now = now
    for item in news {
      switch item {
      case .admitted(let welcome): admitted(welcome)
      case .returned(let welcome): returned(welcome)
      case .joined(let peer): apply(lobby?.joined(peer, now: now) ?? [])
      case .left(let peer, let departure): left(peer, departure)
      case .data(let bytes, let peer): receivedDatagram(bytes, from: .relay(peer), at: time)
      case .signal(let bytes, let peer): apply(lobby?.received(bytes[...], from: peer) ?? [])
      case .rekeyed(let peer): apply(lobby?.introduction(to: peer) ?? [])
      case .incompatible(let peer, let version):
        apply(lobby?.incompatible(peer, version: version) ?? [])
      // A match goes on without it, and a summary stays on the screen; `conclude` ends the rest.
      case .lost, .failed: playing?.match.relayChanged(isConnected: false, now: now)
      }
    }
  }

  // MARK: The relay

  private mutating func admitted(_ welcome: RelayWelcome) {
    var lobby = Lobby(
      seat: welcome.seat, capacity: welcome.capacity, name: options.name, reach: direct.reach,
      identity: GameTerms.identity, purpose: options.occasion == .measurement ? .measure : .play)
    let orders = welcome.members.seats.flatMap { lobby.joined($0, now: now) }
    self.lobby = lobby
    admittedAt = now
    apply(orders)
  }

  private mutating func returned(_ welcome: RelayWelcome) {
    let now = now
    playing?.match.relayChanged(isConnected: true, now: now)
    lobby?.seated(at: welcome.seat)
    apply(lobby?.reconnected(among: welcome.members.seats, now: now) ?? [])
  }

  private mutating func left(_ peer: PlayerIndex, _ departure: RelayMessage.Departure) {
    let now = now
    apply(lobby?.left(peer, Lobby.Absent.Manner(departure), now: now) ?? [])
    if departure == .left, peer.number == 0, !isTicking, !isMatchOver {
      end(.hostClosedRoom)
    }
  }

  // MARK: The lobby

  mutating func apply(_ orders: [Lobby.Effect]) {
    let now = now
    for order in orders {
      switch order {
      case .send(let message, let seat): relay.signal(message, to: seat)
      case .termsWanted: offerTerms()
      case .offered(let terms): answer(terms)
      case .start(let terms): start(terms)
      case .reachable(let reach, let peer):
        let reach = allowed(reach, peer)
        playing?.match.offered(reach, by: peer, now: now)
      case .endedElsewhere(let epoch, let peer, let isComplete):
        if playing?.terms.epoch == epoch {
          playing?.match.ended(by: peer, isComplete: isComplete)
        }
        if isMatchOver { matchIsOver() }
      case .failed(let failure):
        end(.lobby(failure))
      }
    }
  }

  private mutating func offerTerms() {
    guard let lobby, let game = options.game else { return }
    let again = UInt64(episodes)
    let terms = MatchTerms(
      epoch: dice.next(), seed: options.terms.seed.map { $0 &+ again } ?? dice.next(),
      players: lobby.capacity, hashInterval: options.terms.hashInterval ?? 30,
      frameLimit: options.terms.frames.map { Frame($0) }, game: game.encoded)
    apply(self.lobby?.offer(terms) ?? [])
  }

  private mutating func answer(_ terms: MatchTerms) {
    if let contradiction = options.terms.contradiction(with: terms, episode: episodes) {
      return refuse(.contradiction, .contradiction(contradiction))
    }
    do throws(MapError) {
      let game = try GameTerms(decoding: terms.game)
      if let contradiction = options.contradiction(with: game) {
        return refuse(.contradiction, .contradiction(contradiction))
      }
      agreedGame = game
      guard game.map.players.contains(terms.players) else {
        return refuse(.unplayable, .mapIsNotFor(players: terms.players))
      }
      let state = game.initialState(players: terms.players, seed: terms.seed)
      apply(lobby?.agreed(digest: Ghostline.checksum(state)) ?? [])
    } catch {
      refuse(.unplayable, .map(error))
    }
  }

  /// Says no to terms and leaves: the room stays open for others.
  private mutating func refuse(_ reason: LobbyMessage.Reason, _ ending: Ending) {
    apply(lobby?.decline(reason) ?? [])
    end(ending)
  }

  private mutating func start(_ terms: MatchTerms) {
    guard let lobby, let game = agreedGame else { return }
    let names = (0..<terms.players).map { lobby.displayName(of: PlayerIndex($0)) }
    let last = lastAddresses()
    let now = now
    playing = Playing(
      terms: terms, game: game, names: names, startedAt: now,
      match: Match<Ghostline>(
        configuration(terms, lobby.seat),
        initial: game.initialState(players: terms.players, seed: terms.seed), now: now))
    let peers = playing?.peers ?? .none
    relay.playing(with: peers, into: &effects)
    for member in lobby.members {
      let reach = allowed(member.reach, last[member.seat.number])
      playing?.match.offered(reach, by: member.seat, now: now)
      if let secret = relay.secret(of: member.seat) { playing?.agreed(secret, with: member.seat) }
    }
    if !relay.isConnected { playing?.match.relayChanged(isConnected: false, now: now) }
    if let frame = options.corruption {
      playing?.match.corrupt(at: frame) { Ghostline.corrupt(&$0) }
    }
    episodes += 1
    injector.started(now: now)
    pilot.reset()
  }

  private mutating func configuration(
    _ terms: MatchTerms, _ seat: PlayerIndex
  ) -> Match<Ghostline>.Configuration {
    var configuration = Match<Ghostline>.Configuration(
      epoch: terms.epoch, players: terms.players, localSeat: seat)
    configuration.hashInterval = terms.hashInterval
    configuration.frameLimit = terms.frameLimit
    configuration.frameDuration = GameTerms.identity.frameDuration
    configuration.window = options.window
    configuration.inputDelay = options.inputDelay
    configuration.sealBytes = Playing.sealBytes
    configuration.linkSeed = dice.next()
    return configuration
  }

  /// By seat: the address by which the last match reached a player.
  private func lastAddresses() -> [Address?] {
    let known = withPlaying { last in
      last.match.endpoints.map { (seat: $0.seat.number, address: $0.direct.link.active) }
    }
    var addresses: [Address?] = Array(repeating: nil, count: PlayerIndex.limit)
    for (seat, address) in known ?? [] { addresses[seat] = address }
    return addresses
  }

  private func allowed(_ reach: Reachability, _ peer: PlayerIndex) -> Reachability {
    allowed(reach, lastAddresses()[peer.number])
  }

  /// What may be tried of it.
  func allowed(_ reach: Reachability) -> Reachability { allowed(reach, nil as Address?) }

  /// What may be tried of it; first of all the address that is known to work.
  private func allowed(_ reach: Reachability, _ known: Address?) -> Reachability {
    var candidates = reach.candidates.filter(direct.policy.allows)
    if let known, !candidates.contains(known) { candidates.insert(known, at: 0) }
    return Reachability(candidates: candidates, network: reach.network)
  }
}

extension Lobby.Absent.Manner {
  fileprivate init(_ departure: RelayMessage.Departure) {
    switch departure {
    case .lost: self = .lost
    case .left: self = .left
    }
  }
}
