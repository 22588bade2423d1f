import Station
import Testing
import Vocabulary

/// Which of a machine's addresses others find it at.
struct InterfaceAddressTests {
  private static let lan = item(192, 168, 1, 20, "eth0", use: .first)

  private static func item(
    _ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, _ interface: String,
    link: InterfaceAddress.Link = .up, use: InterfaceAddress.Use = .other
  ) -> InterfaceAddress {
    InterfaceAddress(
      Address(ipv4: a, b, c, d, port: 7), on: interface, link: link, use: use)
  }

  @Test(arguments: [
    item(172, 17, 0, 1, "docker0"), item(172, 18, 0, 1, "br-1f2e"), item(10, 8, 0, 2, "tun0"),
    item(10, 8, 0, 2, "wg0"), item(100, 64, 0, 5, "tailscale0"), item(10, 0, 3, 1, "veth12"),
    item(192, 168, 122, 1, "virbr0"), item(198, 51, 100, 7, "lo", link: .loopback),
    item(127, 0, 0, 1, "lo", link: .loopback), item(10, 44, 0, 9, "eth1"),
  ])
  func `the address of the network comes first, whatever was made before it`(
    other: InterfaceAddress
  ) {
    #expect(InterfaceAddress.ranked([other, Self.lan]) == [Self.lan, other])
    #expect(InterfaceAddress.ranked([Self.lan, other]) == [Self.lan, other])
  }

  /// A tunnel that takes everything leads to its far end, not back in.
  @Test func `a tunnel does not come before a network, although it has the default route`() {
    let tunnel = Self.item(10, 8, 0, 2, "tun0", use: .first)
    let lan = Self.item(192, 168, 1, 20, "wlan0")
    #expect(InterfaceAddress.ranked([tunnel, lan]) == [lan, tunnel])
  }

  @Test func `among virtual ones the default route decides, as in a container`() {
    let own = Self.item(10, 0, 3, 7, "veth0", use: .first)
    let bridge = Self.item(172, 17, 0, 1, "docker0")
    #expect(InterfaceAddress.ranked([bridge, own]) == [own, bridge])
  }

  @Test func `what is down, link-local, nobody's or there already is left out`() {
    let down = Self.item(192, 168, 122, 1, "virbr0", link: .down)
    let linkLocal = InterfaceAddress(
      Address(high: 0xFE80 << 48, low: 1, port: 7), on: "eth0", link: .up, use: .other)
    let nobody = Self.item(0, 0, 0, 0, "eth1")
    #expect(InterfaceAddress.ranked([down, linkLocal, nobody, Self.lan, Self.lan]) == [Self.lan])
  }

  @Test func `IPv4 comes before IPv6 of the same network, and both before bridges`() {
    let six = InterfaceAddress(
      Address(high: 0x2001_0DB8 << 32, low: 9, port: 7), on: "eth0", link: .up, use: .first)
    let bridge = Self.item(172, 17, 0, 1, "docker0")
    #expect(InterfaceAddress.ranked([bridge, six, Self.lan]) == [Self.lan, six, bridge])
  }
}
