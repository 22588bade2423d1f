import NIOWebSocket
import Relay

// How a socket is closed for each reason.
extension CloseReason {
  /// Whether the client is likely to be honest and listening.
  var deservesGoodbye: Bool {
    switch self {
    // Who floods is not told when to come back, and does not listen.
    case .refused(let refusal): refusal != .rateLimited
    case .left, .roomExpired, .shuttingDown, .authenticationTimeout: true
    case .handshakeTimeout, .silent, .unwritable, .replaced, .tooManyConnections,
      .connectingTooOften, .memoryScarce, .violation:
      false
    }
  }

  /// Whether it is worth coming again.
  var isForNow: Bool {
    switch self {
    case .tooManyConnections, .connectingTooOften, .memoryScarce, .shuttingDown: true
    case .refused, .left, .handshakeTimeout, .authenticationTimeout, .silent, .unwritable,
      .replaced, .roomExpired, .violation:
      false
    }
  }

  /// RFC 6455, 7.4.1.
  var webSocketCode: WebSocketErrorCode {
    switch self {
    case .left: .normalClosure
    case .shuttingDown, .roomExpired, .silent, .replaced: .goingAway
    case .violation(.frameTooLarge): .messageTooLarge
    case .violation(.textFrame): .unacceptableData
    case .violation: .protocolError
    case .refused, .handshakeTimeout, .authenticationTimeout, .unwritable, .tooManyConnections,
      .connectingTooOften, .memoryScarce:
      .policyViolation
    }
  }
}
