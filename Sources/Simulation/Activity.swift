/// Tells that a simulation was not idle: what it mispredicted, lost and moved.
///
/// A match in which nothing happens passes every check; a test of faults asserts these too.
package struct Activity: Hashable, Sendable {
  package var rollbacks = 0
  /// Rollbacks of at least two frames.
  package var deepRollbacks = 0
  package var mispredictedInputs = 0
  package var stalls = 0
  /// Datagrams that never arrived, lost or cut.
  package var missing = 0
  /// Datagrams that overtook one sent earlier.
  package var reordered = 0
  package var duplicated = 0
  /// Changes of the inputs of the seat that changed them least.
  package var leastTurns = 0
  /// Cells entered by the seat that moved least.
  package var leastCells = 0
}
