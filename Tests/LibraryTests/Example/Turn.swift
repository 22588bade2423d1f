import Rollback
import Vocabulary

/// An input of the other player, as it came from wherever.
struct RemoteInput {
  let frame: Frame
  let input: TugOfWar.Input
}

/// One turn on one machine: what came from the other player, our own key, the past, one frame.
func turn(
  _ session: inout Session<TugOfWar>, own: TugOfWar.Input, of seat: PlayerIndex,
  arrived: [RemoteInput]
) -> Advance {
  let other = PlayerIndex(1 - seat.number)
  for remote in arrived { _ = session.hold(remote.input, of: other, at: remote.frame) }
  session.submit(own, of: seat, delay: 2)
  _ = session.correct()
  return session.advance()
}
