import Glibc
import NIOCore
import Vocabulary

/// A file descriptor of a UDP socket and the few system calls on it; never blocks.
///
/// Sending does not go through NIO: its datagram channel closes itself on every error of `sendto` but
/// two, and an address without a route, or refused by a firewall, is an everyday answer to a probe.
/// Nor has a datagram to wait for the event loop this way.
struct DatagramDescriptor: Sendable {
  enum Family: Hashable, Sendable {
    case ipv4
    /// IPv6 that reaches IPv4 too.
    case dualStack
  }

  enum Outcome: Hashable, Sendable {
    case sent
    /// The system's send buffer is full.
    case full
    case failed(errno: CInt)
  }

  let number: CInt
  let family: Family

  /// Creates a socket and binds it.
  init(_ family: Family, _ address: Address) throws(IOError) {
    let domain = family == .ipv4 ? AF_INET : AF_INET6
    let type =
      CInt(SOCK_DGRAM.rawValue) | CInt(SOCK_NONBLOCK.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
    number = socket(domain, type, 0)
    self.family = family
    guard number >= 0 else { throw IOError(errnoCode: errno, reason: "socket") }
    do throws(IOError) {
      if family == .dualStack { try set(CInt(IPPROTO_IPV6), IPV6_V6ONLY, to: 0) }
      // Small, so that a stuck interface is noticed within a few dozen datagrams.
      try set(SOL_SOCKET, SO_SNDBUF, to: 65_536)
      try bind(to: address)
    } catch {
      close()
      throw error
    }
  }

  private init(number: CInt, family: Family) {
    self.number = number
    self.family = family
  }

  /// A second descriptor of the same socket, to be closed on its own.
  func duplicate() throws(IOError) -> DatagramDescriptor {
    let copy = fcntl(number, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { throw IOError(errnoCode: errno, reason: "dup") }
    return DatagramDescriptor(number: copy, family: family)
  }

  func send(_ bytes: [UInt8], to address: Address) -> Outcome {
    let count: Int
    switch family {
    case .ipv4:
      guard address.isIPv4 else { return .failed(errno: EAFNOSUPPORT) }
      count = send(bytes, to: address.sockaddrIn)
    case .dualStack: count = send(bytes, to: address.sockaddrIn6)
    }
    if count >= 0 { return .sent }
    let code = errno
    return code == EAGAIN || code == EWOULDBLOCK || code == ENOBUFS ? .full : .failed(errno: code)
  }

  /// Bytes that the system holds and has not sent, its own overhead included.
  var unsentByteCount: Int {
    var count: CInt = 0
    guard unsafe ioctl(number, UInt(TIOCOUTQ), &count) == 0 else { return 0 }
    return Int(count)
  }

  /// The port that the system chose or was told.
  var boundPort: UInt16 {
    var address = sockaddr_in6()
    var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
    let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe getsockname(number, generic, &length)
      }
    }
    // The port stands at the same place in the addresses of both families.
    return result == 0 ? UInt16(bigEndian: address.sin6_port) : 0
  }

  func close() { _ = Glibc.close(number) }

  private func send<Raw>(_ bytes: [UInt8], to address: Raw) -> Int {
    unsafe withUnsafePointer(to: address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe sendto(
          number, bytes, bytes.count, CInt(MSG_DONTWAIT) | CInt(MSG_NOSIGNAL), generic,
          socklen_t(MemoryLayout<Raw>.size))
      }
    }
  }

  private func bind(to address: Address) throws(IOError) {
    let result =
      switch family {
      case .ipv4: bind(address.sockaddrIn)
      case .dualStack: bind(address.sockaddrIn6)
      }
    guard result == 0 else { throw IOError(errnoCode: errno, reason: "bind") }
  }

  private func bind<Raw>(_ address: Raw) -> CInt {
    unsafe withUnsafePointer(to: address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe Glibc.bind(number, generic, socklen_t(MemoryLayout<Raw>.size))
      }
    }
  }

  private func set(_ level: CInt, _ name: CInt, to value: CInt) throws(IOError) {
    var value = value
    guard
      unsafe setsockopt(number, level, name, &value, socklen_t(MemoryLayout<CInt>.size)) == 0
    else { throw IOError(errnoCode: errno, reason: "setsockopt") }
  }
}
