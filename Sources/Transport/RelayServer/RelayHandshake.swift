import NIOCore
import NIOHTTP1
import Relay

/// Judges a request to become a WebSocket.
enum RelayHandshake {
  static func objection(to head: HTTPRequestHead) -> ProtocolViolation? {
    // Only browsers send an Origin, and no page of anybody's has business here.
    if head.headers.contains(name: "Origin") { return .originRefused }
    let offered = head.headers[canonicalForm: RelaySubprotocol.header]
    guard offered.contains(RelaySubprotocol.name[...]) else { return .subprotocolMissing }
    return key(in: head) == nil ? .badRequest : nil
  }

  /// What the answer is made of; nothing unless the request is one of RFC 6455, 4.1.
  fileprivate static func key(in head: HTTPRequestHead) -> String? {
    let keys = head.headers["Sec-WebSocket-Key"]
    guard keys.count == 1, head.headers["Sec-WebSocket-Version"] == ["13"] else { return nil }
    return keys[0]
  }
}

/// Lets a connection speak WebSocket, to a handler of our own: NIO's decoder hands on all frames that
/// have arrived, however many, and whether or not anybody still wants them.
final class RelayUpgrader: HTTPServerProtocolUpgrader {
  private struct Refused: Error {}

  let supportedProtocol = "websocket"
  /// Looked at in `RelayHandshake`, with an answer of ours.
  let requiredUpgradeHeaders: [String] = []

  private let id: ConnectionID
  private let shell: RelayShell

  init(id: ConnectionID, shell: RelayShell) {
    self.id = id
    self.shell = shell
  }

  func buildUpgradeResponse(
    channel: any Channel, upgradeRequest: HTTPRequestHead, initialResponseHeaders: HTTPHeaders
  ) -> EventLoopFuture<HTTPHeaders> {
    guard RelayHandshake.objection(to: upgradeRequest) == nil,
      let key = RelayHandshake.key(in: upgradeRequest)
    else { return channel.eventLoop.makeFailedFuture(Refused()) }
    return channel.eventLoop.makeSucceededFuture([
      "Upgrade": "websocket", "Connection": "upgrade",
      "Sec-WebSocket-Accept": HandshakeKey.acceptance(of: key),
      RelaySubprotocol.header: RelaySubprotocol.name,
    ])
  }

  func upgrade(
    context: ChannelHandlerContext, upgradeRequest: HTTPRequestHead
  ) -> EventLoopFuture<Void> {
    let channel = context.channel
    let handler = RelaySocketHandler(id: id, shell: shell, channel: channel)
    do {
      try channel.pipeline.syncOperations.addHandler(handler)
    } catch {
      return channel.eventLoop.makeFailedFuture(error)
    }
    shell.upgraded(id, handler)
    return channel.eventLoop.makeSucceededFuture(())
  }
}
