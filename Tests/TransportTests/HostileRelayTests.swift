import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Relay
import Station
import Testing
import Transport
import Vocabulary

/// What a client makes of something that is no relay, or a broken one.
@Suite(.serialized)
struct HostileRelayTests {
  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 404 Not Found\r\n\r\n",
    "SSH-2.0-OpenSSH_9.6\r\n", "",
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      + "Sec-WebSocket-Accept: wrong\r\nSec-WebSocket-Protocol: ghostline.v4\r\n\r\n",
  ])
  func `another server is recognised as no relay`(answer: String) throws {
    let server = try Server(saying: answer)
    defer { server.stop() }
    let client = try Client(.join(token()), port: server.port)
    #expect(
      client.arrivals.closure() == .notARelay(host: "127.0.0.1", port: server.port))
  }

  /// As nginx, Caddy, Apache and a bare TLS library say it to whoever speaks HTTP in clear.
  @Test(arguments: [
    "HTTP/1.1 400 Bad Request\r\nContent-Length: 85\r\n\r\n<html><title>400 The plain HTTP request was"
      + " sent to HTTPS port</title></html>........",
    "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n",
    "HTTP/1.1 400 Bad Request\r\nContent-Length: 53\r\n\r\nYou're speaking plain HTTP to an SSL-enabled"
      + " server port",
    "\u{15}\u{3}\u{1}\0\u{2}\u{2}F",
  ])
  func `a server that expects TLS is told from one that is no relay`(answer: String) throws {
    let server = try Server(saying: answer)
    defer { server.stop() }
    let client = try Client(.join(token()), port: server.port)
    #expect(
      client.arrivals.closure()
        == .tls(host: "127.0.0.1", port: server.port, .serverExpectsTLS))
  }

  @Test func `a request that is refused for another reason expects no TLS`() throws {
    let server = try Server(
      saying: "HTTP/1.1 400 Bad Request\r\nContent-Length: 11\r\n\r\nBad Request")
    defer { server.stop() }
    let client = try Client(.join(token()), port: server.port)
    #expect(
      client.arrivals.closure() == .notARelay(host: "127.0.0.1", port: server.port))
  }

  @Test(arguments: [
    ("", TLSFailure.cut), ("HTTP/1.1 400 Bad Request\r\n\r\n", .serverIsPlain),
    ("SSH-2.0-OpenSSH_9.6\r\n", .serverIsPlain),
    // protocol_version (RFC 8446, 6): what a server of TLS 1.2 says.
    ("\u{15}\u{3}\u{3}\0\u{2}\u{2}F", .tooOld),
    ("\u{15}\u{3}\u{3}\0\u{2}\u{2}(", .other),
  ])
  func `a server that speaks no TLS of ours is told as what it does`(
    answer: String, failure: TLSFailure
  ) throws {
    let server = try Server(saying: answer)
    defer { server.stop() }
    let client = try Client(.join(token()), port: server.port, by: RelayLink(.tls(nil)))
    #expect(client.arrivals.closure() == .tls(host: "127.0.0.1", port: server.port, failure))
  }

  private static let resumption = RelayEntry.resume(
    ResumeRequest(
      token: token(), seat: seat(0), capacity: 2,
      ticket: ResumeTicket(high: 1, low: 2)))

  /// What a proxy says while the relay behind it restarts, and what a busy one says of itself.
  @Test(arguments: [500, 502, 503, 504, 408, 425, 429])
  func `a server that cannot at present is a relay that is unavailable`(status: Int) throws {
    let server = try Server(saying: "HTTP/1.1 \(status) Later\r\nContent-Length: 0\r\n\r\n")
    defer { server.stop() }
    for entry in [.join(token()), Self.resumption] {
      let client = try Client(entry, port: server.port)
      #expect(
        client.arrivals.closure()
          == .unavailable(host: "127.0.0.1", port: server.port, status: status))
    }
  }

  /// A relay on its way down, or something in front of it, takes connections and drops them.
  @Test func `where our seat was, a connection that ends without a word is lost`() throws {
    let server = try Server(saying: "")
    defer { server.stop() }
    let client = try Client(Self.resumption, port: server.port)
    #expect(client.arrivals.closure() == .lost)
  }

  @Test(arguments: [
    "HTTP/1.1 404 Not Found\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    "SSH-2.0-OpenSSH_9.6\r\n",
  ])
  func `where our seat was, another server is no relay all the same`(answer: String) throws {
    let server = try Server(saying: answer)
    defer { server.stop() }
    let client = try Client(Self.resumption, port: server.port)
    #expect(client.arrivals.closure() == .notARelay(host: "127.0.0.1", port: server.port))
  }

  @Test(arguments: Goodbye.allCases)
  func `a client may go in the middle of the handshake`(goodbye: Goodbye) throws {
    let server = try Server(saying: nil)
    defer { server.stop() }
    let client = try Client(.join(token()), port: server.port)
    #expect(try eventually { server.hasHeard })
    goodbye.end(client.connection)
    #expect(try eventually { server.wasLeft })
    #expect(!client.arrivals.wait(atMost: .milliseconds(100)) { !$0.isEmpty })
  }

  /// Says one thing to whoever connects, and then hangs up; or, with nothing to say, is silent.
  private struct Server {
    struct Seen {
      var hasHeard = false
      var wasLeft = false
    }

    let channel: any Channel
    let port: UInt16
    private let seen = NIOLockedValueBox(Seen())

    init(saying answer: String?) throws {
      let seen = seen
      channel = try ServerBootstrap(group: loop)
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(Voice(answer: answer, seen: seen))
          }
        }
        .bind(host: "127.0.0.1", port: 0)
        .wait()
      port = UInt16(channel.localAddress?.port ?? 0)
    }

    var hasHeard: Bool { seen.withLockedValue { $0.hasHeard } }
    var wasLeft: Bool { seen.withLockedValue { $0.wasLeft } }

    func stop() { channel.close(promise: nil) }
  }

  private final class Voice: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answer: String?
    private let seen: NIOLockedValueBox<Server.Seen>

    init(answer: String?, seen: NIOLockedValueBox<Server.Seen>) {
      self.answer = answer
      self.seen = seen
    }

    func channelInactive(context: ChannelHandlerContext) {
      seen.withLockedValue { $0.wasLeft = true }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      seen.withLockedValue { $0.hasHeard = true }
      guard let answer else { return }
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
      context.close(promise: nil)
    }
  }
}
