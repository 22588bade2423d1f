/// Counts what one path carried between us and one peer.
///
/// Received inputs are every input in every packet, repeats included, and each is exactly one of
/// first, later, duplicate and rejected.
public struct PathCounters: Hashable, Sendable {
  /// Datagrams handed to the path.
  public var packetsSent = 0
  /// Bytes of those datagrams, with what sealing adds to them.
  public var bytesSent = 0
  /// Datagrams of this match that came by the path, repeats included.
  public var packetsReceived = 0
  /// Bytes of those datagrams, with what sealing had added to them.
  public var bytesReceived = 0
  /// Own inputs that the path accepted, each once.
  public var inputsSent = 0
  /// The peer's inputs that the path brought, by what became of them.
  public var inputs = Inputs()

  /// Received inputs, each in exactly one of four counts.
  public struct Inputs: Hashable, Sendable {
    /// This path brought the input before the other did.
    public var first = 0
    /// The other path had brought it already; the first time on this one.
    public var later = 0
    /// This path had carried it before.
    public var duplicate = 0
    /// Outside the window, in conflict with the held one, or not an input.
    public var rejected = 0

    /// Inputs in all packets, repeats included: the sum of the four.
    public var received: Int { first + later + duplicate + rejected }
    /// Inputs that came by this path at least once.
    public var distinct: Int { first + later }
  }

  /// Begins with zeros.
  public init() {}
}
