import NIOCore

/// Stops accepting when the system has no more sockets for us.
///
/// NIO waits too, but its listening socket stays ready meanwhile and its loop spins.
final class RelayAcceptHandler: ChannelInboundHandler {
  typealias InboundIn = any Channel

  private let shell: RelayShell
  private let server: any Channel

  init(shell: RelayShell, server: any Channel) {
    self.shell = shell
    self.server = server
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if let number = (error as? IOError)?.errnoCode { shell.cannotAccept(number, at: server) }
  }
}
