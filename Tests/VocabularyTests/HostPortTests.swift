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
}
