/// What the system says of this process; what it does not say is absent.
package struct ProcessVitals: Hashable, Sendable {
  package var openDescriptors: Int?
  /// How many may be open.
  package var mostDescriptors: Int?
  package var residentBytes: Int?
  package var processorTime: Duration?
  /// Since the beginning of 1970.
  package var startedAt: Duration?
  /// When the certificate that is shown ends, since the beginning of 1970; nothing without TLS.
  package var certificateEnd: Duration?

  package init() {}
}
