import NIOCore

extension NIOBSDSocket.Option {
  /// TCP_NOTSENT_LOWAT (linux/tcp.h): the kernel takes no more than this ahead of what it can send, so
  /// that a stuck connection shows in our own backlog at once instead of after a full kernel buffer.
  static let notSentLowWater = NIOBSDSocket.Option(rawValue: 25)
}
