import Rollback
import Testing
import Vocabulary

@Suite struct SpectatorSessionTests {
  private func spectator(
    players: Int = 2, slack: Int = 3, maxFramesPerTick: Int = 4
  ) -> SpectatorSession<Toy> {
    SpectatorSession(
      initial: Toy.State(), players: players, slack: slack, maxFramesPerTick: maxFramesPerTick)
  }

  @Test func `nothing is predicted: a frame waits for the input of every seat`() {
    var session = spectator(players: 3)
    let first = session.tick()
    #expect(first == .stalled(waitingFor: Presence(seats: [0, 1, 2])))
    _ = session.hold(1, of: seat0, at: .zero)
    _ = session.hold(3, of: seat2, at: .zero)
    let second = session.tick()
    #expect(second == .stalled(waitingFor: Presence(seats: [1])))
    #expect(session.currentFrame == .zero)
    _ = session.hold(2, of: seat1, at: .zero)
    let third = session.tick()
    #expect(third == .advanced(to: Frame(1)))
    #expect(session.present == SerialRun(rows: [[1, 2, 3]], players: 3).last)
    let fourth = session.tick()
    #expect(fourth == .stalled(waitingFor: Presence(seats: [0, 1, 2])))
  }

  @Test func `L-34 L-35 who is behind steps several frames per tick, up to the bound`() {
    var session = spectator(slack: 3, maxFramesPerTick: 4)
    for frame in 0..<10 {
      for seat in [seat0, seat1] { _ = session.hold(1, of: seat, at: Frame(frame)) }
    }
    #expect(session.framesBehind == 10)
    let frames = (0..<9).map { _ in
      _ = session.tick()
      return session.currentFrame.number
    }
    // Four at once, then until no more than three lie ready, then one by one, then nothing.
    #expect(frames == [4, 7, 8, 9, 10, 10, 10, 10, 10])
    #expect(session.framesBehind == 0)
    #expect(session.confirmedFrame == Frame(10))
  }

  @Test func `by default six frames may lie ready, and eight are stepped at once`() {
    let session = SpectatorSession<Toy>(initial: Toy.State(), players: 2)
    #expect(session.slack == 6)
    #expect(session.maxFramesPerTick == 8)
    #expect(Toy.isOver(session.present) == false)
  }

  @Test func `a spectator who is not behind steps one frame per tick`() {
    var session = spectator(slack: 3, maxFramesPerTick: 4)
    for frame in 0..<4 {
      for seat in [seat0, seat1] { _ = session.hold(1, of: seat, at: Frame(frame)) }
    }
    let tick = session.tick()
    #expect(tick == .advanced(to: Frame(1)))
  }

  @Test func `what lies too far ahead is refused until the spectator has caught up`() {
    var session = spectator()
    for frame in 0..<128 {
      for seat in [seat0, seat1] {
        let receipt = session.hold(2, of: seat, at: Frame(frame))
        #expect(receipt == .accepted)
      }
    }
    let early = session.hold(2, of: seat1, at: Frame(128))
    _ = session.tick()
    let late = session.hold(2, of: seat1, at: Frame(128))
    #expect(early == .tooFar)
    #expect(late == .accepted)
    #expect(session.frontier(of: seat1) == Frame(129))
    #expect(session.frontier(of: seat0) == Frame(128))
  }

  @Test func `copies and contradictions are told as to a player`() {
    var session = spectator()
    let receipts = [UInt8(4), 4, 5].map { session.hold($0, of: seat1, at: Frame(2)) }
    #expect(receipts == [.accepted, .duplicate, .conflict])
  }

  @Test(arguments: [2, 3, 4, 8])
  func `a spectator has the players' checksum at every frame, however inputs arrive`(
    players: Int
  ) {
    var random = SplitMix64(seed: UInt64(players))
    let rows = (0..<400).map { _ in (0..<players).map { _ in UInt8(random.next(below: 4)) } }
    let serial = SerialRun(rows: rows, players: players)
    var player = Session<Toy>(initial: Toy.State(), players: players, window: 8)
    var watcher = SpectatorSession<Toy>(
      initial: Toy.State(), players: players, slack: 2, maxFramesPerTick: 5)
    var arrived = 0
    var wrong = 0
    var bursts = 0
    while watcher.currentFrame.number < rows.count && wrong == 0 {
      let now = player.currentFrame.number
      if random.next(below: 4) == 0 && now > arrived {
        for frame in (arrived..<now).reversed() {
          for seat in 1..<players {
            _ = player.hold(rows[frame][seat], of: PlayerIndex(seat), at: Frame(frame))
          }
          for seat in 0..<players {
            _ = watcher.hold(rows[frame][seat], of: PlayerIndex(seat), at: Frame(frame))
          }
        }
        arrived = now
      }
      if now < rows.count { player.tick(rows[now][0]) }
      let before = watcher.currentFrame
      _ = watcher.tick()
      if watcher.currentFrame - before > 1 { bursts += 1 }
      if watcher.present != serial.states[watcher.currentFrame.number] { wrong += 1 }
      if player.keptFrames.contains(watcher.currentFrame),
        player.settledFrame >= watcher.currentFrame,
        player.checksum(at: watcher.currentFrame) != watcher.checksum
      {
        wrong += 1
      }
    }
    #expect(wrong == 0)
    #expect(bursts > 20)
    #expect(player.statistics.rollbacks > 20)
  }

  @Test func `a spectator that could never catch up is refused`() async {
    await #expect(processExitsWith: .failure) {
      _ = SpectatorSession<Toy>(initial: Toy.State(), players: 2, slack: 0)
    }
    await #expect(processExitsWith: .failure) {
      _ = SpectatorSession<Toy>(initial: Toy.State(), players: 2, maxFramesPerTick: 1)
    }
  }
}
