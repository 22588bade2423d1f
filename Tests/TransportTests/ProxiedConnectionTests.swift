import Relay
import Testing
import Vocabulary

@testable import Transport

/// Limits hit the client behind a proxy and not the proxy, and nobody else is believed what a proxy is.
@Suite(.serialized) struct ProxiedConnectionTests {
  private func start(
    trusting ranges: String..., telling: ProxyTrust.Telling, _ limits: RelayLimits? = nil
  ) throws -> RelayListener {
    var one = RelayLimits()
    one.connectionsPerAddress = 1
    let proxies = ProxyTrust(in: ranges.compactMap { AddressRange($0) }, telling: telling)
    return try startRelay(limits ?? one, behind: RelayFront(proxies: proxies))
  }

  private func request(_ header: String = "") -> String {
    RawClient.request(header.isEmpty ? "" : header + "\r\n")
  }

  private func answer(
    to text: String, at relay: RelayListener, splitting: Bool = false
  ) throws -> (status: Int?, client: RawClient) {
    let client = try RawClient(port: relay.boundPort)
    if splitting {
      for byte in text.utf8 { client.send([byte]) }
    } else {
      client.send(text)
    }
    _ = try eventually { client.text.contains("\r\n\r\n") }
    let words = client.text.split(separator: " ")
    return (words.count > 1 ? Int(words[1]) : nil, client)
  }

  @Test func `each client that a trusted proxy names has limits of its own`() throws {
    let relay = try start(trusting: "127.0.0.0/8", telling: .forwardedFor)
    defer { relay.stop() }
    let first = try answer(to: request("X-Forwarded-For: 192.0.2.1"), at: relay)
    let second = try answer(to: request("X-Forwarded-For: 192.0.2.2"), at: relay)
    let again = try answer(to: request("X-Forwarded-For: 192.0.2.1"), at: relay)
    #expect([first.status, second.status, again.status] == [101, 101, 503])
    #expect(relay.statistics().unannounced == 0)
    // What the client itself has claimed stands before what the proxy has heard.
    let liar = try answer(
      to: request("X-Forwarded-For: 198.51.100.9, 192.0.2.1"), at: relay)
    #expect(liar.status == 503)
  }

  @Test func `a header of somebody else is not believed`() throws {
    let relay = try start(trusting: "192.0.2.0/24", telling: .forwardedFor)
    defer { relay.stop() }
    let first = try answer(to: request("X-Forwarded-For: 192.0.2.1"), at: relay)
    let second = try answer(to: request("X-Forwarded-For: 192.0.2.2"), at: relay)
    #expect([first.status, second.status] == [101, 503])
  }

  @Test(arguments: [false, true])
  func `each client of the PROXY protocol has limits of its own`(splitting: Bool) throws {
    let relay = try start(trusting: "127.0.0.0/8", telling: .proxyProtocol)
    defer { relay.stop() }
    func said(by host: String) -> String {
      "PROXY TCP4 \(host) 127.0.0.1 4711 443\r\n" + request("X-Forwarded-For: 203.0.113.7")
    }
    let first = try answer(to: said(by: "192.0.2.1"), at: relay, splitting: splitting)
    let second = try answer(to: said(by: "192.0.2.2"), at: relay, splitting: splitting)
    let again = try answer(to: said(by: "192.0.2.1"), at: relay, splitting: splitting)
    #expect([first.status, second.status, again.status] == [101, 101, 503])
  }

  @Test func `a proxy that has to say for whom it speaks is closed when it does not`() throws {
    let relay = try start(trusting: "127.0.0.0/8", telling: .proxyProtocol)
    defer { relay.stop() }
    let silent = try answer(to: request(), at: relay)
    #expect(silent.status == nil)
    #expect(try silent.client.isClosedSoon())
    #expect(try eventually { relay.statistics().unannounced == 1 })
    #expect(relay.statistics().connectionsOpened == 0)
  }

  @Test func `a header of the PROXY protocol by somebody else is no request`() throws {
    let relay = try start(trusting: "192.0.2.0/24", telling: .proxyProtocol)
    defer { relay.stop() }
    let liar = try answer(to: "PROXY TCP4 192.0.2.1 127.0.0.1 4711 443\r\n" + request(), at: relay)
    #expect(liar.status != 101)
    #expect(try liar.client.isClosedSoon())
  }

  @Test(arguments: [ProxyTrust.Telling.forwardedFor, .proxyProtocol])
  func `a proxy that says nothing is closed like anybody`(telling: ProxyTrust.Telling) throws {
    var limits = RelayLimits()
    limits.handshake = .milliseconds(200)
    let relay = try start(trusting: "127.0.0.0/8", telling: telling, limits)
    defer { relay.stop() }
    let client = try RawClient(port: relay.boundPort)
    client.send(telling == .proxyProtocol ? "PROXY TCP4 " : "GET / HTTP/1.1\r\n")
    #expect(try client.isClosedSoon())
    #expect(try eventually { relay.statistics().unannounced == 1 })
    #expect(relay.statistics().connectionsOpened == 0)
  }

  @Test func `a relay that stops does not wait for what a proxy has yet to say`() throws {
    let relay = try start(trusting: "127.0.0.0/8", telling: .proxyProtocol)
    let client = try RawClient(port: relay.boundPort)
    client.send("PROXY ")
    let begun = ContinuousClock.now
    relay.stop()
    #expect(ContinuousClock.now - begun < .seconds(3))
    #expect(try client.isClosedSoon())
  }

  @Test func `who watches over a relay behind a proxy is answered`() throws {
    let relay = try start(trusting: "127.0.0.0/8", telling: .forwardedFor)
    defer { relay.stop() }
    let client = try RawClient(port: relay.boundPort)
    client.send("GET /healthz HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n")
    #expect(try eventually { client.text.hasSuffix("ok\n") })
    #expect(try client.isClosedSoon())
    #expect(relay.statistics().connectionsOpened == 1)
  }

  @Test func `a connection by TLS behind the PROXY protocol is read as one`() throws {
    let certificate = try ServerCertificate.selfSigned(for: "localhost")
    let trust = ProxyTrust(
      in: [AddressRange("127.0.0.1")].compactMap { $0 }, telling: .proxyProtocol)
    let front = RelayFront(certificates: try CertificateHolder(certificate), proxies: trust)
    let relay = try startRelay(behind: front)
    defer { relay.stop() }
    let proxy = try Tap(
      to: relay.boundPort, saying: "PROXY TCP4 192.0.2.1 127.0.0.1 4711 443\r\n")
    defer { proxy.close() }
    let alice = try Client(
      .create(token(), capacity: 2), port: proxy.port, by: RelayLink(.tls(certificate.pin)))
    #expect(alice.waitForWelcome(0, of: 2))
  }
}
