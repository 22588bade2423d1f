import NIOCore
import Relay
import Vocabulary

// How a connection leaves for another event loop of the same relay, and how it arrives.
extension RelayShell {
  /// Gives somebody away who asks for a room of another loop; the hub has forgotten it.
  func handOver(_ id: ConnectionID, _ handOver: HandOver) {
    guard case .open(let handler) = sockets[id] else { return }
    let unread = handler.handOver()
    give(handler.channel, to: handOver.loop, .asking(handOver), unread)
  }

  /// Gives a connection away that has not yet said more than to which loop it belongs.
  func handOver(_ id: ConnectionID, to loop: Int, told: ClientTold?, unread: ByteBuffer) {
    // Who was turned away stays that.
    guard case .handshaking(let channel) = sockets[id] else { return }
    handle { $0.handedOver(id, now: $1, into: &$2) }
    give(channel, to: loop, .opening(told), unread)
  }

  private func give(
    _ channel: any Channel, to loop: Int, _ stage: Passage.Stage, _ unread: ByteBuffer
  ) {
    let peer = channel.remoteAddress.flatMap { Address($0) }
    let socket = StreamDescriptor(of: channel)
    // The connection stays: it ends with its last descriptor. Without a second one it ends here.
    channel.close(promise: nil)
    guard let socket else { return }
    loops.give(Passage(socket: socket, peer: peer, stage: stage, unread: unread), to: loop)
  }

  /// A connection comes from another loop; its channel is not active yet.
  func took(_ channel: any Channel, by passage: Passage) throws {
    let id = add(channel)
    guard mayLinger else { return channel.close(promise: nil) }
    let pipeline = channel.pipeline.syncOperations
    switch passage.stage {
    case .opening(let told):
      try pipeline.addHandler(
        PassageHandler(unread: passage.unread) { context in
          if let told { context.fireUserInboundEventTriggered(told) }
        })
      try front.installSecurity(in: channel)
      try RelayServerPipeline.install(
        in: channel, id: id, shell: self, from: passage.peer, coming: .handedOver)
    case .asking(let handOver):
      let handler = RelaySocketHandler(id: id, shell: self, channel: channel)
      try pipeline.addHandler(
        PassageHandler(unread: passage.unread) { [self] _ in took(id, handler, handOver) })
      try pipeline.addHandler(handler)
    }
  }

  func newTicket() -> ResumeTicket { ResumeTicket(high: random.next(), low: random.next()) }

  private func took(_ id: ConnectionID, _ handler: RelaySocketHandler, _ handOver: HandOver) {
    sockets[id] = .open(handler)
    let ticket = newTicket()
    handle { $0.took(id, handOver, ticket: ticket, now: $1, into: &$2) }
  }
}

extension RelayShell {
  /// For how long a trusted proxy may keep to itself for whom it speaks.
  var patienceForProxies: TimeAmount { .nanoseconds(hub.limits.handshake.wholeNanoseconds) }
}
