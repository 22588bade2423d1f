import Foundation
import Output
import Presentation
import Relay
import SecureChannel
import Transport
import Vocabulary

/// The relay that a host lodges its room at: its own, or one elsewhere.
struct Lodging {
  let listener: RelayListener?
  let relay: RelayAddress
  let invite: Invite
  let isLoopback: Bool

  /// How many times the relay looks whether it is empty, 50 ms apart.
  private static let patience = 12

  init(_ command: HostCommand, clock: SystemClock) throws {
    var random = SystemRandomNumberGenerator()
    let secret = InviteSecret.drawn(from: &random)
    if let relay = command.relay {
      let relay = try Self.parse(relay)
      self.relay = relay
      listener = nil
      isLoopback = LinkNotice.isLoopback(relay.location.host)
      invite = Invite(
        host: try Self.host(relay.location.host), port: relay.location.port, link: relay.link,
        secret: secret)
      return
    }
    let advertised = command.advertise ?? LocalAddresses.likeliest?.hostText ?? "127.0.0.1"
    isLoopback = LinkNotice.isLoopback(advertised)
    let host = try Self.host(advertised)
    let own =
      host.isIPv6
      ? (wildcard: "::", loopback: "::1")
      : (wildcard: "0.0.0.0", loopback: "127.0.0.1")
    if !command.tls, let notice = LinkNotice.hosting(at: advertised, by: .plain) {
      StandardStream.error.write(notice + "\n")
    }
    let front = command.tls ? try RelayFront(selfSignedFor: advertised) : .plain
    let listener = try Self.listen(
      command.port, isLoopback ? own.loopback : own.wildcard, behind: front, clock: clock)
    self.listener = listener
    relay = RelayAddress(HostPort(host: own.loopback, port: listener.boundPort), by: front.link)
    invite = Invite(host: host, port: listener.boundPort, link: front.link, secret: secret)
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
    _ port: UInt16?, _ host: String, behind front: RelayFront, clock: SystemClock
  ) throws -> RelayListener {
    guard port == nil else {
      return try Play.listen(host: host, port: port ?? 0, behind: front, clock: clock)
    }
    do throws(RelayListenerError) {
      return try RelayListener.start(
        host: host, port: RelayAddress.defaultPort, behind: front, now: { clock.now })
    } catch {
      return try Play.listen(host: host, port: 0, behind: front, clock: clock)
    }
  }

  private static func host(_ name: String) throws -> InviteHost {
    do throws(InviteError) {
      return try InviteHost(name)
    } catch {
      throw Failure(.usage, "'\(name)' is no address for an invite: \(error)")
    }
  }

  static func parse(_ text: String) throws(Failure) -> RelayAddress {
    do throws(RelayAddress.Flaw) {
      return try RelayAddress(parsing: text)
    } catch {
      throw Failure(.usage, Sentences.flaw(error, of: text))
    }
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
