import Glibc
import NIOCore
import NIOPosix
import Relay
import Vocabulary

/// What the errors of a socket mean for whoever wanted to reach a relay.
extension RelayClosure {
  init(_ error: any Error, at location: HostPort) {
    if case ChannelError.connectTimeout = error {
      self = .timedOut(host: location.host, port: location.port)
    } else {
      self = .unreachable(host: location.host, port: location.port, Self.cause(of: error))
    }
  }

  init(_ failure: HostResolver.Failure, at location: HostPort) {
    self = .unreachable(
      host: location.host, port: location.port, UnreachableCause(failure))
  }

  private static func cause(of error: any Error) -> UnreachableCause {
    if let failure = error as? NIOConnectionError {
      // The look-up found something, or there was no attempt.
      if failure.connectionErrors.isEmpty { return .unknown }
      let causes = failure.connectionErrors.map { cause(of: $0.error) }
      return causes.contains(.connectionRefused) ? .connectionRefused : causes[0]
    }
    guard let code = (error as? IOError)?.errnoCode else { return .unknown }
    switch code {
    case ECONNREFUSED: return .connectionRefused
    case EHOSTUNREACH, ENETUNREACH: return .noRoute
    default: return .system(errno: code)
    }
  }
}

extension UnreachableCause {
  package init(_ failure: HostResolver.Failure) {
    switch failure {
    case .unknownHost: self = .unknownHost
    case .noNameServer: self = .noNameServer
    }
  }
}
