import Netplay
import Relay
import Testing
import Vocabulary

@testable import Station

/// What a player is told in each situation, whole.
struct OutlookTests {
  private static let now = OutlookSample.now
  private static let admittedAt = OutlookSample.admittedAt

  private func at(_ seconds: Int) -> Instant { .zero + .seconds(seconds) }

  private func entering(
    since: Instant?, because closure: RelayClosure?, slowedUntil: Instant? = nil
  ) -> [Notice] {
    Outlook(
      now: Self.now, lobby: nil, admittedAt: nil, relayAwaySince: since, relayClosure: closure,
      relayFailure: nil,
      match: .none, sleep: nil, slowedUntil: slowedUntil
    ).notices
  }

  // MARK: Who measures

  @Test func `who measures is told of beside what is waited for`() {
    var sample = OutlookSample(seat: 0, of: 3)
    sample.join(1, after: 7)
    sample.hello(1, .measurement)
    let measured = Notice(.measured(by: [PlayerIndex(1)]), .wait, since: at(7))
    #expect(
      sample.notices() == [
        measured, Notice(.waitingForPlayers(missing: 2), .invite, since: Self.admittedAt),
      ])
    sample.arrive(2)
    #expect(
      sample.notices() == [
        measured, Notice(.waitingForPlayers(missing: 1), .invite, since: Self.admittedAt),
      ])
    sample.leave(1, .left, after: 9)
    #expect(
      sample.notices() == [
        Notice(.waitingForPlayers(missing: 1), .invite, since: Self.admittedAt)
      ])
  }

  @Test func `at a summary nobody is asked to play with who measures`() {
    var sample = OutlookSample.summary(seat: 0)
    sample.leave(1, .left, after: 3)
    sample.join(1, after: 7)
    sample.hello(1, .measurement)
    #expect(
      sample.notices(.over(.completed)) == [
        Notice(.measured(by: [PlayerIndex(1)]), .wait, since: at(7))
      ])
  }

  // MARK: The relay

  @Test func `before the first welcome the relay is being asked`() {
    #expect(
      entering(since: at(3), because: nil) == [Notice(.enteringRoom, .wait, since: at(3))])
    #expect(
      entering(since: nil, because: nil) == [Notice(.enteringRoom, .wait, since: Self.now)])
  }

  @Test func `a relay that lets us wait says for how long, and only until then`() {
    let until = Self.now + .seconds(4)
    #expect(
      entering(since: at(3), because: .lost, slowedUntil: until) == [
        Notice(.slowed(left: .seconds(4)), .wait, since: at(3))
      ])
    #expect(
      entering(since: at(3), because: nil, slowedUntil: Self.now) == [
        Notice(.enteringRoom, .wait, since: at(3))
      ])
  }

  @Test func `an attempt that failed before the first welcome is told with its reason`() {
    #expect(
      entering(since: at(3), because: .silent) == [
        Notice(.relayAway(.silent), .wait, since: at(3))
      ])
  }

  @Test func `a room that is full is told as that, and not as a relay that is away`() {
    #expect(
      entering(since: at(3), because: .refused(.roomFull)) == [
        Notice(.roomFull, .wait, since: at(3))
      ])
  }

  @Test func `a relay that will stop is told in a match and before one, after what is urgent`() {
    let draining = RelayLine.Draining(next: NextRelay("ghostline://b:1"), since: at(5))
    let notice = Notice(.relayDraining(next: draining.next), .wait, since: at(5))
    let sample = OutlookSample(seat: 0, of: 3)
    #expect(
      sample.outlook(.playing(silent: []), draining: draining).notices == [notice])
    #expect(
      sample.outlook(
        .playing(silent: [(seat: PlayerIndex(1), since: at(8))]), draining: draining
      ).notices == [Notice(.silent(PlayerIndex(1)), .wait, since: at(8)), notice])
    #expect(sample.outlook(draining: draining).notices.last == notice)
    #expect(
      sample.outlook().notices == Array(sample.outlook(draining: draining).notices.dropLast()))
  }

  @Test func `the host without its relay waits, whoever else is there`() {
    for sample in [OutlookSample(seat: 0, of: 3), .full(seat: 0, of: 3), .summary(seat: 0)] {
      #expect(
        sample.notices(relayAwaySince: at(9), because: .lost) == [
          Notice(.relayAway(.lost), .wait, since: at(9))
        ])
    }
  }

  @Test func `a guest without its relay may ask for another invite`() {
    for sample in [OutlookSample(seat: 1, of: 3), .full(seat: 1, of: 3), .summary(seat: 1)] {
      #expect(
        sample.notices(relayAwaySince: at(9), because: .lost) == [
          Notice(.relayAway(.lost), .waitOrAskForInvite, since: at(9))
        ])
    }
  }

  // MARK: Waiting for others

  @Test func `a host waits for players and can invite some`() {
    var sample = OutlookSample(seat: 0, of: 3)
    #expect(
      sample.notices() == [
        Notice(.waitingForPlayers(missing: 2), .invite, since: Self.admittedAt)
      ])
    sample.arrive(2)
    #expect(
      sample.notices() == [
        Notice(.waitingForPlayers(missing: 1), .invite, since: Self.admittedAt)
      ])
  }

  @Test func `a guest waits for players and can do nothing`() {
    var sample = OutlookSample(seat: 1, of: 3)
    sample.arrive(0)
    #expect(
      sample.notices() == [Notice(.waitingForPlayers(missing: 1), .wait, since: Self.admittedAt)])
  }

  @Test func `those who have not said who they are are arriving`() {
    var sample = OutlookSample(seat: 0, of: 4)
    sample.join(3, after: 8)
    sample.join(1, after: 5)
    let arriving = [PlayerIndex(1), PlayerIndex(3)]
    #expect(sample.notices() == [Notice(.arriving(arriving), .wait, since: at(5))])
    sample.hello(1)
    #expect(sample.notices() == [Notice(.arriving([PlayerIndex(3)]), .wait, since: at(8))])
  }

  @Test func `when all are here and ready the terms are next`() {
    for seat in 0...1 {
      var sample = OutlookSample.full(seat: seat)
      let agreeing = [Notice(.agreeing, .wait, since: Self.now)]
      #expect(sample.notices() == agreeing)
      sample.offer()
      #expect(sample.notices() == agreeing)
    }
  }

  // MARK: The host is away

  @Test func `a host that was never seen is away since we came`() {
    let sample = OutlookSample(seat: 1, of: 3)
    #expect(
      sample.notices() == [Notice(.hostAway, .waitOrAskForInvite, since: Self.admittedAt)])
    #expect(sample.outlook().hostAwaySince == Self.admittedAt)
  }

  @Test func `a host whose connection is lost is away since then`() {
    var sample = OutlookSample.full(seat: 1, of: 3)
    #expect(sample.outlook().hostAwaySince == nil)
    sample.leave(0, .lost, after: 50)
    #expect(sample.notices() == [Notice(.hostAway, .waitOrAskForInvite, since: at(50))])
    #expect(sample.outlook().hostAwaySince == at(50))
    sample.arrive(0)
    #expect(sample.notices() == [Notice(.agreeing, .wait, since: Self.now)])
  }

  @Test func `a host that has left leaves nothing to wait for`() {
    var sample = OutlookSample.summary(seat: 1)
    sample.leave(0, .left, after: 60)
    #expect(sample.notices() == [Notice(.hostLeft, .leave, since: at(60))])
  }

  @Test func `a host is never away for itself`() {
    #expect(OutlookSample(seat: 0).outlook().hostAwaySince == nil)
  }

  // MARK: Guests who were there

  @Test func `a guest who was lost or has left is told beside the empty seat`() {
    var sample = OutlookSample.full(seat: 0, of: 3)
    sample.leave(1, .lost, after: 40)
    sample.leave(2, .left, after: 30)
    #expect(
      sample.notices() == [
        Notice(.away(PlayerIndex(1)), .wait, since: at(40)),
        Notice(.left(PlayerIndex(2)), .wait, since: at(30)),
        Notice(.waitingForPlayers(missing: 2), .invite, since: Self.admittedAt),
      ])
  }

  @Test func `who went without a name was nobody`() {
    var sample = OutlookSample(seat: 0)
    sample.join(1)
    sample.leave(1, .lost, after: 40)
    #expect(
      sample.notices() == [
        Notice(.waitingForPlayers(missing: 1), .invite, since: Self.admittedAt)
      ])
  }

  @Test func `a guest who is lost at the summary is told there`() {
    var sample = OutlookSample.summary(seat: 0)
    sample.leave(1, .lost, after: 40)
    #expect(
      sample.notices(.over(.completed)) == [
        Notice(.away(PlayerIndex(1)), .wait, since: at(40))
      ])
  }

  // MARK: At the summary

  @Test func `a summary says nothing while nobody wishes for more`() {
    for seat in 0...1 {
      #expect(OutlookSample.summary(seat: seat).notices(.over(.completed)) == [])
    }
  }

  @Test func `who wishes for the next match is told at the summary`() {
    var sample = OutlookSample.summary(seat: 0, of: 3)
    sample.hear(.again(epoch: 7), from: 2)
    #expect(
      sample.notices(.over(.completed)) == [
        Notice(.wished([PlayerIndex(2)]), .ready, since: Self.now)
      ])
    sample.hear(.again(epoch: 7), from: 1)
    #expect(
      sample.notices(.over(.completed)) == [
        Notice(.wished([PlayerIndex(1), PlayerIndex(2)]), .ready, since: Self.now)
      ])
  }

  @Test func `who wishes first waits for the others to say so`() {
    var sample = OutlookSample.summary(seat: 0, of: 3)
    _ = sample.lobby.again()
    sample.hear(.again(epoch: 7), from: 2)
    #expect(
      sample.notices(.over(.completed)) == [
        Notice(.awaitingWish([PlayerIndex(1)]), .wait, since: Self.now)
      ])
    sample.hear(.again(epoch: 7), from: 1)
    #expect(sample.notices(.over(.completed)) == [Notice(.agreeing, .wait, since: Self.now)])
  }

  @Test func `who was given up is told at the summary, and what the others want`() {
    var sample = OutlookSample.summary(seat: 0)
    let given = Outlook.MatchOutlook.over(.givenUp(by: PlayerIndex(1)))
    let notice = Notice(.givenUp(by: PlayerIndex(1)), .ready, since: Self.now)
    #expect(sample.notices(given) == [notice])
    #expect(
      sample.notices(given, relayAwaySince: at(9), because: .lost) == [
        notice, Notice(.relayAway(.lost), .wait, since: at(9)),
      ])
    sample.hear(.again(epoch: 7), from: 1)
    #expect(
      sample.notices(given) == [
        notice, Notice(.wished([PlayerIndex(1)]), .ready, since: Self.now),
      ])
    _ = sample.lobby.again()
    #expect(sample.notices(given) == [Notice(.agreeing, .wait, since: Self.now)])
  }

  @Test(arguments: [
    EndReason.completed, .left(PlayerIndex(1)), .peerLost(PlayerIndex(1)),
  ])
  func `any other end is the summary's own affair`(reason: EndReason) {
    #expect(OutlookSample.summary(seat: 0).notices(.over(reason)) == [])
  }

  // MARK: In play

  @Test func `a match that goes on as it should says nothing`() {
    var sample = OutlookSample.full(seat: 1)
    sample.play()
    #expect(sample.notices(.playing(silent: [])) == [])
    // Whoever has lost the relay may play on by the direct path.
    sample.leave(0, .lost, after: 50)
    #expect(sample.notices(.playing(silent: [])) == [])
  }

  @Test func `in a match those who are silent are told, and a relay that is away`() {
    var sample = OutlookSample.full(seat: 1, of: 3)
    sample.play()
    let silent = Outlook.MatchOutlook.playing(
      silent: [(seat: PlayerIndex(0), since: at(70)), (seat: PlayerIndex(2), since: at(60))])
    let notices = [
      Notice(.silent(PlayerIndex(0)), .wait, since: at(70)),
      Notice(.silent(PlayerIndex(2)), .wait, since: at(60)),
    ]
    #expect(sample.notices(silent) == notices)
    #expect(
      sample.notices(silent, relayAwaySince: at(65), because: .silent) == notices + [
        Notice(.relayAway(.silent), .wait, since: at(65))
      ])
    #expect(
      sample.notices(.playing(silent: []), relayAwaySince: at(65), because: .silent) == [
        Notice(.relayAway(.silent), .wait, since: at(65))
      ])
  }

  // MARK: Sleep

  @Test func `that this machine slept is told last, and only for a while`() {
    let sample = OutlookSample(seat: 0)
    let waiting = Notice(.waitingForPlayers(missing: 1), .invite, since: Self.admittedAt)
    let end = Self.now - Station.Limit.sleepNotice
    let awake = end + .nanoseconds(1)
    #expect(
      sample.notices(sleep: (.seconds(30), at: awake)) == [
        waiting, Notice(.slept(.seconds(30)), .wait, since: awake),
      ])
    #expect(sample.notices(sleep: (.seconds(30), at: end)) == [waiting])
  }

  @Test func `that this machine slept is told in a match too`() {
    var sample = OutlookSample.full(seat: 1)
    sample.play()
    #expect(
      sample.notices(.playing(silent: []), sleep: (.seconds(30), at: Self.now)) == [
        Notice(.slept(.seconds(30)), .wait, since: Self.now)
      ])
  }
}
