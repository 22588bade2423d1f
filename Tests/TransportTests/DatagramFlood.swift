import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Vocabulary

/// Sends one datagram over and over from many addresses of this machine.
final class DatagramFlood: Sendable {
  private let eventLoop: any EventLoop
  private let state = NIOLockedValueBox((channels: [any Channel](), count: 0, isStopped: false))

  init(on eventLoop: any EventLoop) { self.eventLoop = eventLoop }

  /// How many it has sent.
  var count: Int { state.withLockedValue { $0.count } }

  func send(_ bytes: [UInt8], to address: Address, from sources: [String]) throws {
    let target = try SocketAddress(ipAddress: "127.0.0.1", port: Int(address.port))
    let channels = try sources.map { source in
      try DatagramBootstrap(group: eventLoop).bind(host: source, port: 0).wait()
    }
    state.withLockedValue { $0.channels = channels }
    round(ByteBuffer(bytes: bytes), to: target, channels)
  }

  /// One from each source, and again when the event loop has seen to its sockets.
  private func round(_ buffer: ByteBuffer, to target: SocketAddress, _ channels: [any Channel]) {
    let isStopped = state.withLockedValue { state in
      state.count += channels.count
      return state.isStopped
    }
    guard !isStopped else { return }
    for channel in channels {
      channel.writeAndFlush(AddressedEnvelope(remoteAddress: target, data: buffer), promise: nil)
    }
    eventLoop.execute { self.round(buffer, to: target, channels) }
  }

  func stop() {
    let channels = state.withLockedValue { state in
      state.isStopped = true
      return state.channels
    }
    for channel in channels { channel.close(promise: nil) }
  }
}
