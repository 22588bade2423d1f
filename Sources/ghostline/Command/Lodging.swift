import Foundation
import Presentation
import Relay
import SecureChannel
import Transport
import Vocabulary

/// The relay that a host lodges its room at: its own, or one elsewhere.
struct Lodging {
  let listener: RelayListener?
  let location: HostPort
  let invite: Invite
  let isLoopback: Bool

  /// How many times the relay looks whether it is empty, 50 ms apart.
  private static let patience = 12

  init(_ command: HostCommand, clock: SystemClock) throws {
    var random = SystemRandomNumberGenerator()
    let secret = InviteSecret.drawn(from: &random)
    if let relay = command.relay {
      location = try Self.parse(relay)
      listener = nil
      isLoopback = Play.isLoopback(location.host)
      invite = Invite(host: try Self.host(location.host), port: location.port, secret: secret)
      return
    }
    let advertised = command.advertise ?? LocalAddresses.likeliest?.hostText ?? "127.0.0.1"
    isLoopback = Play.isLoopback(advertised)
    let host = try Self.host(advertised)
    let own =
      host.isIPv6
      ? (wildcard: "::", loopback: "::1")
      : (wildcard: "0.0.0.0", loopback: "127.0.0.1")
    let listener = try Self.listen(
      command.port, isLoopback ? own.loopback : own.wildcard, clock: clock)
    self.listener = listener
    location = HostPort(host: own.loopback, port: listener.boundPort)
    invite = Invite(host: host, port: listener.boundPort, secret: secret)
  }

  /// Takes the own relay away, when the others have had a moment to leave by themselves.
  func close() {
    guard let listener else { return }
    for _ in 0..<Self.patience where listener.statistics().members > 0 {
      Thread.sleep(forTimeInterval: 0.05)
    }
    listener.stop()
  }

  private static func listen(
    _ port: UInt16?, _ host: String, clock: SystemClock
  ) throws -> RelayListener {
    guard port == nil else { return try Play.listen(host: host, port: port ?? 0, clock: clock) }
    do throws(RelayListenerError) {
      return try RelayListener.start(
        host: host, port: HostCommand.defaultPort, now: { clock.now })
    } catch {
      return try Play.listen(host: host, port: 0, clock: clock)
    }
  }

  private static func host(_ name: String) throws -> InviteHost {
    do throws(InviteError) {
      return try InviteHost(name)
    } catch {
      throw Failure(.usage, "'\(name)' is no address for an invite: \(error)")
    }
  }

  /// `ghostline://HOST:PORT`, with or without its beginning and its port.
  static func parse(_ text: String) throws -> HostPort {
    var rest = Substring(text)
    if rest.hasPrefix("ghostline://") { rest = rest.dropFirst("ghostline://".count) }
    if rest.hasSuffix("/") { rest = rest.dropLast() }
    guard let address = HostPort(rest, defaultPort: HostCommand.defaultPort), address.port > 0
    else {
      let shown = text.contains("#") ? "an invite" : "'\(text)'"
      throw Failure(.usage, "\(shown) is no relay: write ghostline://HOST:PORT")
    }
    return address
  }
}

extension InviteSecret {
  /// A fresh secret.
  static func drawn(from random: inout SystemRandomNumberGenerator) -> InviteSecret {
    let bytes = (0..<byteCount).map { _ in UInt8.random(in: 0...255, using: &random) }
    guard let secret = InviteSecret(bytes: bytes) else { preconditionFailure("16 bytes drawn") }
    return secret
  }
}
