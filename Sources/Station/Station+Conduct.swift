import GridGame
import Netplay
import Rollback
import Vocabulary

/// What a player asks of a station, and how the station ends.
extension Station {
  package mutating func want(_ intent: Intent) {
    guard case .staying = conduct else { return }
    switch intent {
    case .steer(let heading): pilot.pressed(.steer(heading))
    case .boost: pilot.pressed(.boost)
    case .focusLost: pilot.focusLost()
    case .pause: pilot.askForPause()
    case .letGo: pilot.reset()
    case .ready: if isMatchOver { apply(lobby?.again() ?? []) }
    case .impair(let change): injector.apply(change, now: now)
    case .corrupt:
      if let frame = playing?.match.frame {
        playing?.match.corrupt(at: frame + 1) { Ghostline.corrupt(&$0) }
      }
    case .finish(let frame): if isTicking { playing?.match.finish(at: frame) }
    case .leave: leave()
    }
  }

  /// Leaves in good order, so that the others need not wait for us.
  private mutating func leave() {
    guard isTicking else { return end(.left) }
    let now = now
    let isFinishing = playing?.match.finalFrame != nil
    conduct = .leaving(by: now + (isFinishing ? Limit.finishing : Limit.leaving))
    playing?.match.leave(now: now)
  }

  /// The match has come to its end.
  mutating func matchIsOver() {
    relay.playing(with: .none, into: &effects)
    let outcome = playing?.outcome
    apply(lobby?.finished(outcome) ?? [])
  }

  /// Ends this side when it is time to.
  mutating func conclude() {
    switch conduct {
    case .ended: break
    case .leaving(let by): if !isTicking || now >= by { end(.left) }
    case .staying:
      if let failure = relay.failure, !isTicking, lobby?.isReady ?? true || hostWatch != nil {
        return end(.relay(failure))
      }
      guard options.stay == .oneMatch else { return }
      if isMatchOver { end(.left) } else if isUnattendedInVain { end(.nobodyCame) }
    }
  }

  mutating func end(_ ending: Ending) {
    relay.leave(now: now, into: &effects)
    conduct = .ended(ending)
  }

  /// Whether nobody sits here and what is waited for does not come: a relay that does not come back, or
  /// a host.
  private var isUnattendedInVain: Bool {
    guard !isTicking, lobby != nil else { return false }
    let outlook = outlook
    let since = outlook.relayAwaySince ?? outlook.hostAwaySince
    return since.map { outlook.now - $0 >= Limit.unattended } ?? false
  }
}
