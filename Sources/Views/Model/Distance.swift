import Vocabulary

/// Says how far away another player feels, whatever else there is to say of the connection.
///
/// Up to 100 ms round trip a guess is at most 3 frames old, and nobody notices; above 400 ms, which is
/// 200 ms one way, each move is seen when it is too late to answer.
enum Distance: String {
  case near = "NEAR"
  case far = "FAR"
  case veryFar = "VERY FAR"

  init(roundTrip: Duration) {
    self =
      roundTrip <= .milliseconds(100)
      ? .near : roundTrip <= .milliseconds(400) ? .far : .veryFar
  }
}
