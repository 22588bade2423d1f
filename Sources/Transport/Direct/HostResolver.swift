import Glibc
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
package import Relay
import Station
package import Vocabulary

/// Looks up hosts on a thread of its own, so that nobody waits for a name server.
package enum HostResolver {
  /// Why a host has no address.
  package enum Failure: Error, Hashable, Sendable {
    /// Name servers say that there is no such host.
    case unknownHost
    /// No name server answered, or none could.
    case noNameServer
  }

  /// Addresses of one family that are asked or tried; a name may stand for many.
  private static let mostOfAFamily = 4
  /// Of those, how many are asked by STUN.
  private static let mostAsked = 2

  /// `EAI_NODATA`, which is not seen from Swift: the host is known, and has no address.
  private static let noData: CInt = -5

  /// Puts the addresses of all hosts into the inbox, once, in the given order; hosts that nobody knows
  /// have none.
  package static func resolve(_ hosts: [HostPort], into inbox: Inbox) {
    guard !hosts.isEmpty else { return }
    onThread { inbox.append(.resolved(hosts.map { ResolvedHost($0, addresses(of: $0)) })) }
  }

  /// Addresses of a host, of each family in turn, as many as are asked by STUN; none when nobody knows it.
  /// Blocks for as long as name servers do.
  package static func addresses(of host: HostPort) -> [Address] {
    do throws(Failure) {
      return asked(try lookUp(host))
    } catch {
      return []
    }
  }

  private static func asked(_ found: [Address]) -> [Address] {
    let (four, six) = (found.filter(\.isIPv4), found.filter { !$0.isIPv4 })
    return (0..<mostAsked).flatMap { turn in
      four.dropFirst(turn).prefix(1) + six.dropFirst(turn).prefix(1)
    }
  }

  /// What is known of each host, or why nothing is; blocks like the others.
  package static func lookUp(
    _ hosts: [HostPort]
  ) -> [(name: HostPort, addresses: [Address], failure: UnreachableCause?)] {
    hosts.map { host in
      do throws(Failure) {
        return (host, asked(try lookUp(host)), nil)
      } catch {
        return (host, [], UnreachableCause(error))
      }
    }
  }

  /// The addresses of a host, in the order in which the system would try them; blocks for as long as
  /// name servers do.
  package static func lookUp(_ host: HostPort) throws(Failure) -> [Address] {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = CInt(SOCK_DGRAM.rawValue)
    unsafe hints.ai_flags = AI_ADDRCONFIG
    var list: UnsafeMutablePointer<addrinfo>?
    let result = unsafe getaddrinfo(host.host, "\(host.port)", &hints, &list)
    // All others mean that nobody said so: a server that fails for now, or none.
    guard result == 0 else {
      throw [EAI_NONAME, noData].contains(result) ? .unknownHost : .noNameServer
    }
    defer { unsafe freeaddrinfo(list) }
    var found: [Address] = []
    var next = unsafe list
    while let entry = unsafe next?.pointee {
      if let address = unsafe Address(entry.ai_addr), !found.contains(address),
        found.count(where: { $0.isIPv4 == address.isIPv4 }) < mostOfAFamily
      {
        found.append(address)
      }
      unsafe next = entry.ai_next
    }
    return found
  }

  /// Runs `body` on a thread that ends with it.
  static func onThread(_ body: @escaping @Sendable () -> Void) {
    let thread = NIOThreadPool(numberOfThreads: 1)
    thread.start()
    thread.submit { _ in
      body()
      thread.shutdownGracefully { _ in }
    }
  }
}

/// Gives NIO addresses that have been looked up: it tries both families side by side.
struct KnownAddresses: Resolver, Sendable {
  let addresses: [Address]
  let eventLoop: any EventLoop

  func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
    eventLoop.makeSucceededFuture(
      addresses.filter(\.isIPv4).map { SocketAddress($0.with(port: UInt16(port)).sockaddrIn) })
  }

  func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
    eventLoop.makeSucceededFuture(
      addresses.filter { !$0.isIPv4 }
        .map { SocketAddress($0.with(port: UInt16(port)).sockaddrIn6) })
  }

  func cancelQueries() {}
}
