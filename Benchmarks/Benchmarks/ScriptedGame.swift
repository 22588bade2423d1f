import Rollback

/// A game whose inputs follow a script, so that every program that plays it makes the same states.
protocol ScriptedGame: Game
where Input: RawRepresentable, Input.RawValue: FixedWidthInteger & UnsignedInteger {
  static func initialState(players: Int) -> State
  /// What a seat does in a frame; with `hold` 1 nearly always something else than in the frame
  /// before, with more it changes its mind every `hold` frames.
  static func scripted(seat: Int, frame: Int, hold: Int) -> Input
}
