import Testing
import Vocabulary

struct HostPortTests {
  @Test(arguments: [
    ("relay.example:7777", "relay.example"), ("127.0.0.1:1", "127.0.0.1"), ("[::1]:0", "::1"),
    ("[2001:db8::1]:65535", "2001:db8::1"), ("a_b-c.d:9", "a_b-c.d"),
    ("[fe80::1%eth0]:7", "fe80::1%eth0"),
  ])
  func `what is written is what was read`(text: String, host: String) throws {
    let place = try #require(HostPort(text))
    #expect(place.host == host)
    #expect("\(place)" == text)
    #expect(HostPort("\(place)") == place)
    #expect(place.hasZone == text.contains("%"))
  }

  @Test(arguments: [
    "", ":", "h", "h:", ":7", "7777", "::1", "::1:7", "[::1]", "[::1]7", "[]:7", "[:7", "[::1:7",
    "::1]:7",
    "[h]:7", "h:+7", "h:-7", "h:65536", "h: 7", "h:7 ", "a b:7", "a/b:7", "h\u{7}:7", "é:7",
    "a@b:7", "[[::1]]:7",
  ])
  func `what is no place is none`(text: String) { #expect(HostPort(text) == nil) }

  @Test(arguments: [
    ("relay.example", "relay.example:7777"), ("192.0.2.1", "192.0.2.1:7777"),
    ("[2001:db8::1]", "[2001:db8::1]:7777"), ("relay.example:1", "relay.example:1"),
    ("[::1]:2", "[::1]:2"),
  ])
  func `a port may be left away where there is a usual one`(text: String, place: String) throws {
    #expect("\(try #require(HostPort(text, defaultPort: 7777)))" == place)
  }

  @Test(arguments: ["", "7777", ":", "h:", ":7", "::1", "[::1", "a b", "a/b", "h:+7", "h:65536"])
  func `what is no place without its port is none`(text: String) {
    #expect(HostPort(text, defaultPort: 7777) == nil)
  }
}
