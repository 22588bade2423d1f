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
    return outcome(count)
  }

  private func outcome(_ count: Int) -> Outcome {
    if count >= 0 { return .sent }
    let code = errno
    return code == EAGAIN || code == EWOULDBLOCK || code == ENOBUFS ? .full : .failed(errno: code)
  }

  /// Sends from a certain address of this machine, for an answer: who asked one address believes no
  /// other (RFC 8489 6.3.3). Left to itself the system takes that of the route.
  func send(_ bytes: [UInt8], to address: Address, from source: Address) -> Outcome {
    switch family {
    case .ipv4:
      guard address.isIPv4, source.isIPv4 else { return .failed(errno: EAFNOSUPPORT) }
      return send(bytes, to: address.sockaddrIn, PacketInfo(ipv4: source))
    case .dualStack: return send(bytes, to: address.sockaddrIn6, PacketInfo(ipv6: source))
    }
  }

  private func send<Raw>(_ bytes: [UInt8], to address: Raw, _ info: PacketInfo) -> Outcome {
    var (address, bytes, control) = (address, bytes, info.bytes)
    let count = unsafe withUnsafeMutableBytes(of: &address) { name in
      unsafe bytes.withUnsafeMutableBytes { body in
        unsafe control.withUnsafeMutableBytes { control in
          var vector = unsafe iovec(iov_base: body.baseAddress, iov_len: body.count)
          return unsafe withUnsafeMutablePointer(to: &vector) { vector in
            var message = unsafe msghdr(
              msg_name: name.baseAddress, msg_namelen: socklen_t(name.count), msg_iov: vector,
              msg_iovlen: 1, msg_control: control.baseAddress, msg_controllen: control.count,
              msg_flags: 0)
            return unsafe sendmsg(number, &message, CInt(MSG_DONTWAIT) | CInt(MSG_NOSIGNAL))
          }
        }
      }
    }
    return outcome(count)
  }

  /// Bytes that the system holds and has not sent, its own overhead included.
  var unsentByteCount: Int {
    var count: CInt = 0
    guard unsafe ioctl(number, UInt(TIOCOUTQ), &count) == 0 else { return 0 }
    return Int(count)
  }

  /// The port that the system chose or was told.
  var boundPort: UInt16 { bound?.port ?? 0 }

  /// The address that it would send from to another; nothing when there is no way there. It sends to no
  /// other from then on.
  func source(towards address: Address) -> Address? {
    let result =
      switch family {
      case .ipv4: unsafe withGeneric(address.sockaddrIn) { unsafe connect(number, $0, $1) }
      case .dualStack: unsafe withGeneric(address.sockaddrIn6) { unsafe connect(number, $0, $1) }
      }
    return result == 0 ? bound : nil
  }

  private var bound: Address? {
    var address = sockaddr_in6()
    var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
    return unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe getsockname(number, generic, &length) == 0 ? Address(generic) : nil
      }
    }
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
      case .ipv4: unsafe withGeneric(address.sockaddrIn) { unsafe Glibc.bind(number, $0, $1) }
      case .dualStack: unsafe withGeneric(address.sockaddrIn6) { unsafe Glibc.bind(number, $0, $1) }
      }
    guard result == 0 else { throw IOError(errnoCode: errno, reason: "bind") }
  }

  private func withGeneric<Raw>(
    _ address: Raw, _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt
  ) -> CInt {
    unsafe withUnsafePointer(to: address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe body(generic, socklen_t(MemoryLayout<Raw>.size))
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
