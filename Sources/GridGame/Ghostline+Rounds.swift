import Rollback
import Vocabulary

/// How rounds and matches begin and end.
extension Ghostline.State {
  /// Sets up the next round: a clean board, everyone who is there on the next spawn, new pads.
  mutating func beginRound(_ presence: Presence) {
    board.replaceAll { $0 == .wall ? .wall : .floor }
    closedPairs = 0
    roundOutcome = .undecided
    warmPads()
    for seat in 0..<Int(players) { placeCycle(seat, presence) }
    phase = opening
  }

  /// Draws which pads are warm from the start; twins alike, so that the board stays fair.
  private mutating func warmPads() {
    for index in 0..<Int(padCount) {
      let twin = Int(pads[index].twin)
      let isWarm = twin < index ? pads[twin].warmFrom == 0 : dice.next(below: 2) == 0
      pads[index].warmFrom = isWarm ? 0 : rules.padCold
      board[pads[index].position] = .pad
    }
  }

  private mutating func placeCycle(_ seat: Int, _ presence: Presence) {
    let held = cycles[seat].held
    cycles[seat] = .absent
    cycles[seat].held = held
    guard presence.contains(PlayerIndex(seat)) else { return }
    let spawn = spawns[(seat + Int(firstSpawn) + Int(round) - 1) % Int(players)]
    cycles[seat].status = .riding
    cycles[seat].position = spawn.position
    cycles[seat].heading = spawn.heading
    cycles[seat].wait = UInt8(rules.step)
    cycles[seat].boosts = UInt8(min(rules.boosts, rules.boostLimit))
    board[spawn.position] = .head(seat: seat, entered: spawn.heading)
  }

  /// Ends the round when one or none rides on; someone who plays alone rides until the crash.
  mutating func judgeRound() {
    var survivor: Int?
    var riding = 0
    for seat in 0..<Int(players) where cycles[seat].isRiding {
      survivor = seat
      riding += 1
    }
    guard riding <= (players == 1 ? 0 : 1) else { return }
    if let survivor {
      scores[survivor] += 1
      roundOutcome = .won(by: PlayerIndex(survivor))
    } else {
      roundOutcome = .draw
    }
    phase = .outro(framesLeft: rules.outro)
  }

  /// Goes on to the next round, or ends the match.
  mutating func endRound(_ presence: Presence) {
    var best: UInt8 = 0
    for seat in 0..<Int(players) { best = max(best, scores[seat]) }
    if best >= rules.wins || round >= rules.rounds {
      phase = .matchOver(framesLeft: rules.outro)
    } else {
      round += 1
      beginRound(presence)
    }
  }

  /// Lets a finished match rest, and begins the next one if the rules say so.
  mutating func restMatch(_ presence: Presence, framesLeft: UInt16) {
    switch rules.continuation {
    case .stop: return
    case .nextMatch where framesLeft > 1: phase = .matchOver(framesLeft: framesLeft - 1)
    case .nextMatch:
      match &+= 1
      beginMatch(presence)
    }
  }

  /// Sets the score to nothing and draws who starts where.
  mutating func beginMatch(_ presence: Presence) {
    for seat in 0..<Int(players) { scores[seat] = 0 }
    renewPauses()
    round = 1
    firstSpawn = UInt8(dice.next(below: Int(players)))
    beginRound(presence)
  }
}
