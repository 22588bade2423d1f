import Glibc
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Station
package import Vocabulary

/// Looks up hosts on a thread of its own, so that nobody waits for a name server.
package enum HostResolver {
  /// Puts the addresses of all hosts that could be found into the inbox, once, in the given order;
  /// hosts that nobody knows are left out.
  package static func resolve(_ hosts: [HostPort], into inbox: Inbox) {
    guard !hosts.isEmpty else { return }
    let thread = NIOThreadPool(numberOfThreads: 1)
    thread.start()
    thread.submit { _ in
      inbox.append(.resolved(hosts.flatMap(addresses)))
      thread.shutdownGracefully { _ in }
    }
  }

  /// The first IPv4 and the first IPv6 address of a host; blocks for as long as name servers do.
  package static func addresses(of host: HostPort) -> [Address] {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = CInt(SOCK_DGRAM.rawValue)
    unsafe hints.ai_flags = AI_ADDRCONFIG
    var list: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(host.host, "\(host.port)", &hints, &list) == 0 else { return [] }
    defer { unsafe freeaddrinfo(list) }
    var found: [Address] = []
    var next = unsafe list
    while let entry = unsafe next?.pointee {
      if let address = unsafe Address(entry) {
        if !found.contains(where: { $0.isIPv4 == address.isIPv4 }) { found.append(address) }
      }
      unsafe next = entry.ai_next
    }
    return found
  }
}

extension Address {
  /// Returns nothing for another family than IPv4 and IPv6.
  @unsafe fileprivate init?(_ entry: addrinfo) {
    guard let pointer = unsafe entry.ai_addr else { return nil }
    switch unsafe entry.ai_family {
    case AF_INET:
      let v4 = unsafe UnsafeRawPointer(pointer).loadUnaligned(as: sockaddr_in.self)
      self.init(SocketAddress(v4, host: ""))
    case AF_INET6:
      let v6 = unsafe UnsafeRawPointer(pointer).loadUnaligned(as: sockaddr_in6.self)
      self.init(SocketAddress(v6, host: ""))
    default: return nil
    }
  }
}
