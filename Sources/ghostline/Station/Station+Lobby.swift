import GridGame
import Netplay
import Relay
import Rollback
import Transport

/// How a station gets from the relay's welcome to a match, and to the next one.
extension Station {
  func apply(_ news: [RelayLine.News]) {
    for item in news {
      switch item {
      case .admitted(let welcome): admitted(welcome)
      case .returned(let welcome): returned(welcome)
      case .joined(let peer): apply(lobby?.joined(peer) ?? [])
      case .left(let peer): left(peer)
      case .signal(let bytes, let peer): apply(lobby?.received(bytes[...], from: peer) ?? [])
      case .incompatible(let peer, let version):
        apply(lobby?.incompatible(peer, version: version) ?? [])
      case .lost: noteRelay(isConnected: false)
      case .failed(let closure): failed(closure)
      }
    }
  }

  // MARK: The relay

  private func admitted(_ welcome: RelayWelcome) {
    guard let seat = RelayLine.player(welcome.seat) else { return }
    if seat.number == 0, options.game == nil {
      return fail("the host has left this room: ask for a fresh invite")
    }
    var lobby = Lobby(
      seat: seat, capacity: welcome.capacity, name: options.name, reach: direct.reach,
      identity: GameTerms.identity)
    let effects = welcome.members.seats.compactMap(RelayLine.player)
      .flatMap { lobby.joined($0) }
    self.lobby = lobby
    phase = .gathering
    apply(effects)
  }

  private func returned(_ welcome: RelayWelcome) {
    noteRelay(isConnected: true)
    apply(lobby?.reconnected(among: welcome.members.seats.compactMap(RelayLine.player)) ?? [])
  }

  private func left(_ peer: PlayerIndex) {
    apply(lobby?.left(peer) ?? [])
    if case .gathering = phase, peer.number == 0 {
      fail("the host has left the room: ask for a fresh invite")
    }
  }

  private func noteRelay(isConnected: Bool) {
    guard case .playing(let playing) = phase else { return }
    playing.match.relayChanged(isConnected: isConnected, now: clock.now)
  }

  private func failed(_ closure: RelayClosure) {
    switch phase {
    case .connecting, .gathering:
      phase = .failed(Failure(.connection, Sentences.relayClosed(closure, entrance)))
    case .playing: noteRelay(isConnected: false)
    case .failed: break
    }
  }

  private func fail(_ message: String) { phase = .failed(Failure(.connection, message)) }

  // MARK: The lobby

  func apply(_ effects: [Lobby.Effect]) {
    for effect in effects {
      switch effect {
      case .send(let message, let seat): relay.signal(message, to: seat)
      case .termsWanted: offerTerms()
      case .offered(let terms): answer(terms)
      case .start(let terms): start(terms)
      case .reachable(let reach, let peer): reached(reach, peer)
      case .failed(let failure):
        phase = .failed(Failure(.connection, Sentences.lobbyFailure(failure, lobby)))
      }
    }
  }

  private func offerTerms() {
    guard let lobby, let game = options.game else { return }
    let again = UInt64(episodes)
    let terms = MatchTerms(
      epoch: random.next(), seed: options.terms.seed.map { $0 &+ again } ?? random.next(),
      players: lobby.capacity, hashInterval: options.terms.hashInterval ?? 30,
      frameLimit: options.terms.frames.map { Frame($0) }, game: game.encoded)
    apply(self.lobby?.offer(terms) ?? [])
  }

  private func answer(_ terms: MatchTerms) {
    if let contradiction = options.terms.contradiction(with: terms, episode: episodes) {
      apply(lobby?.decline(.contradiction) ?? [])
      phase = .failed(Failure(.usage, contradiction))
      return
    }
    do throws(MapError) {
      let game = try GameTerms(decoding: terms.game)
      agreedGame = game
      guard game.map.players.contains(terms.players) else {
        apply(lobby?.decline(.unplayable) ?? [])
        phase = .failed(Failure(.connection, "the room's map is not for \(terms.players) players"))
        return
      }
      let state = game.initialState(players: terms.players, seed: terms.seed)
      apply(lobby?.agreed(digest: Ghostline.checksum(state)) ?? [])
    } catch {
      apply(lobby?.decline(.unplayable) ?? [])
      phase = .failed(Failure(.connection, "the room's map cannot be played here: \(error)"))
    }
  }

  private func start(_ terms: MatchTerms) {
    guard let lobby, let game = agreedGame else { return }
    let now = clock.now
    var match = Match<Ghostline>(
      configuration(terms, lobby.seat),
      initial: game.initialState(players: terms.players, seed: terms.seed), now: now)
    for member in lobby.members {
      match.offered(allowed(member.reach, member.seat), by: member.seat, now: now)
    }
    if !relay.isConnected { match.relayChanged(isConnected: false, now: now) }
    if let frame = options.corruption { match.corrupt(at: frame) { Ghostline.corrupt(&$0) } }
    episodes += 1
    injector.started(now: now)
    pilot.reset()
    let names = (0..<terms.players).map { lobby.displayName(of: PlayerIndex($0)) }
    phase = .playing(
      Playing(terms: terms, game: game, names: names, startedAt: now, match: match))
  }

  private func configuration(
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
    configuration.linkSeed = random.next()
    return configuration
  }

  private func reached(_ reach: Reachability, _ peer: PlayerIndex) {
    guard case .playing(let playing) = phase else { return }
    playing.match.offered(allowed(reach, peer), by: peer, now: clock.now)
  }

  /// What may be tried of it; first of all the address by which the last match reached the player.
  private func allowed(_ reach: Reachability, _ peer: PlayerIndex) -> Reachability {
    var candidates = reach.candidates.filter(direct.allows)
    if case .playing(let last) = phase, let index = last.match.endpointIndex(of: peer),
      let address = last.match.endpoints[index].link.active, !candidates.contains(address)
    {
      candidates.insert(address, at: 0)
    }
    return Reachability(candidates: candidates, network: reach.network)
  }
}
