import Station
import Vocabulary

/// What a guest does who measures the ways to the host before it joins, with the same invite.
extension RoomSimulation {
  /// Starts the program to measure; false when the person has done that already, or does not.
  mutating func measure(_ seat: Int, _ entrance: Entrance) -> Bool {
    guard let measuring = plan.seats[seat].measuring, !actors[seat].hasMeasured,
      let process = start(seat, entrance, for: .measurement)
    else { return false }
    actors[seat].hasMeasured = true
    actors[seat].isComing = true
    let end = now + measuring.length
    queue.put(.step(seat: seat, .depart(process: process, measuring.departure)), at: end)
    queue.put(.step(seat: seat, .comeBack), at: end + .milliseconds(500))
    return true
  }

  /// Who measures has no seat to lose, and looks no longer where there is none to be had.
  mutating func attend(toMeasuring index: Int) {
    if case .inVain = stations[index].measuring { depart(index, .quits) }
  }
}
