/// Counts what one path carried between us and one peer.
///
/// Received inputs are every input in every packet, repeats included, and each is exactly one of
/// first, later, duplicate and rejected.
package struct PathCounters: Hashable, Sendable {
  /// Datagrams handed to the path.
  package var packetsSent = 0
  package var bytesSent = 0
  package var packetsReceived = 0
  package var bytesReceived = 0
  /// Own inputs that the path accepted, each once.
  package var inputsSent = 0
  package var inputs = Inputs()

  package struct Inputs: Hashable, Sendable {
    /// This path brought the input before the other did.
    package var first = 0
    /// The other path had brought it already; the first time on this one.
    package var later = 0
    /// This path had carried it before.
    package var duplicate = 0
    /// Outside the window, in conflict with the held one, or not an input.
    package var rejected = 0

    package var received: Int { first + later + duplicate + rejected }
    /// Inputs that came by this path at least once.
    package var distinct: Int { first + later }
  }

  package init() {}
}
