import Testing

/// Two real processes over real loopback sockets.
@Suite(.serialized) struct HeadlessMatchTests {
  @Test func `host and join play to the same end over both paths`() throws {
    let match = try HeadlessMatch(frames: 300)
    #expect(match.host.code == 0, "\(match.host.standardError)")
    #expect(match.guest.code == 0, "\(match.guest.standardError)")
    expectAgreement(match, frames: 300)
    for summary in match.summaries {
      #expect(summary.inputs.receivedViaP2P > 0, "S-16")
      #expect(summary.inputs.sentViaRelay == 300, "S-14")
      #expect(summary.fallback.triggered == false)
      #expect(summary.peers[0].hashMismatches == 0)
      #expect(summary.peers[0].hashesSent == 10)
      #expect(summary.peers[0].hashesCompared == 10)
    }
  }

  @Test func `L-50 a guest who comes as late as people do finds a sound relay`() throws {
    // Longer than a relay may be silent in a match: the age of a connection is no silence.
    let match = try HeadlessMatch(frames: 180, guestComesAfter: 5)
    #expect(match.host.code == 0, "\(match.host.standardError)")
    #expect(match.guest.code == 0, "\(match.guest.standardError)")
    expectAgreement(match, frames: 180)
    #expect(match.logs.count == 2)
    for log in match.logs {
      #expect(log.contains { $0.event == "path" && $0.path == "relay" && $0.to == "up" })
      #expect(!log.contains { $0.isLoss(of: "relay") })
    }
  }

  @Test func `an impaired network makes rollbacks and no difference`() throws {
    let inject = ["--inject", "p2p:latency=60,jitter=20,loss=10;relay:latency=90,jitter=20"]
    let match = try HeadlessMatch(frames: 420, host: inject, guest: inject)
    #expect(match.host.code == 0, "\(match.host.standardError)")
    #expect(match.guest.code == 0, "\(match.guest.standardError)")
    expectAgreement(match, frames: 420)
    for summary in match.summaries { #expect(summary.rollback.count > 0, "not vacuous") }
  }

  @Test func `S-24 a cut of the direct path is latched on both and costs no input`() throws {
    let inject = ["--inject", "p2p:cut=3-"]
    let match = try HeadlessMatch(frames: 480, host: inject, guest: inject)
    #expect(match.host.code == 0, "\(match.host.standardError)")
    #expect(match.guest.code == 0, "\(match.guest.standardError)")
    expectAgreement(match, frames: 480)
    for summary in match.summaries {
      #expect(summary.fallback.triggered)
      #expect(summary.fallback.cause == "silence")
      #expect((180...260).contains(summary.fallback.frame ?? 0), "cut at frame 180")
      #expect((summary.peers[0].modes["relayOnly"] ?? 0) > 3000)
      #expect(summary.peers[0].paths.relay.inputs.first > 100, "the relay carried the game")
    }
    #expect(match.host.standardOutput.contains(", Fallback at frame "), "S-23")
  }

  @Test func `S-09 a corrupted state is found by both at the same frame`() throws {
    let match = try HeadlessMatch(frames: 240, guest: ["--corrupt", "100"])
    #expect(match.host.code == 5)
    #expect(match.guest.code == 5)
    for summary in match.summaries {
      #expect(summary.endReason == "completed", "play goes on")
      #expect(summary.peers[0].hashMismatches == 1)
      #expect(summary.peers[0].firstBadFrame == 100)
      #expect(summary.peers[0].verifiedFrame == 90)
    }
    let reports = match.reports
    try #require(reports.count == 2)
    #expect(reports.map(\.firstBadFrame) == [100, 100])
    #expect(reports.map(\.differing) == [["dice"], ["dice"]])
    #expect(reports[0].chain.ours == reports[1].chain.theirs)
    #expect(reports[0].chain.theirs == reports[1].chain.ours)
    #expect(reports[0].checksum != reports[1].checksum)
  }

  private func expectAgreement(_ match: HeadlessMatch, frames: Int) {
    let summaries = match.summaries
    #expect(summaries[0].finalChecksum == summaries[1].finalChecksum)
    #expect(summaries[0].finalChecksum != nil)
    #expect(summaries[0].chain == summaries[1].chain)
    #expect(summaries[0].session == summaries[1].session)
    #expect(summaries.map(\.seat) == [0, 1])
    for summary in summaries {
      #expect(summary.endReason == "completed")
      #expect(summary.confirmedFrame == frames)
      #expect(summary.peers[0].verifiedFrame == frames)
      summary.expectIdentities()
    }
  }
}
