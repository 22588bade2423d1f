/// What two members share after their handshake: the root of the keys of every match between them.
///
/// It depends on both ephemeral keys, the invite's secret, the room and the seats (all of them are in
/// the handshake's transcript).
package struct ChannelSecret: Hashable, Sendable {
  let bytes: [UInt8]

  init(_ state: NoiseState) { bytes = state.exported(label: "ghostline datagrams") }
}

extension ChannelSecret: CustomStringConvertible, CustomReflectable {
  package var description: String { "ChannelSecret(redacted)" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
