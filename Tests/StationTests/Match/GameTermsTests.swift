import GridGame
import Relay
import SecureChannel
import Station
import Testing
import Vocabulary

/// What a creator's terms say about the game, and who takes them.
@Suite struct GameTermsTests {
  private static func map() throws -> GameMap {
    try GameMap(
      parsing: Array(
        """
        name: Small
        game: ghostline
        players: 1-2
        heads: right left
        ---
        ........
        1.......
        ........
        ........
        ........
        ........
        .......2
        ........
        """.utf8))
  }

  @Test(arguments: 0..<8)
  func `what is written is read`(bits: Int) throws {
    let terms = GameTerms(
      map: try Self.map(), isEndless: bits & 1 != 0, isQuick: bits & 2 != 0,
      pausing: bits & 4 != 0 ? .free : .limited)
    #expect(try GameTerms(decoding: terms.encoded) == terms)
    #expect(terms.rules.pausing == (bits & 4 != 0 ? .free : .limited))
  }

  @Test func `who came to play takes no terms by which one could hold the others`() throws {
    var options = Self.options
    #expect(options.occasion == .match)
    for (pausing, occasion, contradiction) in [
      (.limited, .match, nil), (.limited, .lab, nil), (.free, .lab, nil),
      (.free, .match, .freePauses),
    ] as [(Rules.Pausing, StationOptions.Occasion, StationOptions.Contradiction?)] {
      let terms = GameTerms(
        map: try Self.map(), isEndless: false, isQuick: false, pausing: pausing)
      options.occasion = occasion
      #expect(options.contradiction(with: terms) == contradiction)
    }
  }

  @Test func `a station says whether its keys concern others`() {
    for (occasion, company) in [
      (.match, .others(matches: 0, isPlaying: false)), (.lab, .lab),
    ] as [(StationOptions.Occasion, Company)] {
      var options = Self.options
      options.occasion = occasion
      let station = Station(
        Entrance(
          relay: HostPort(host: "127.0.0.1", port: 7777),
          to: .join, by: .sample, direct: .loopback),
        options: options, ownAddresses: [], seed: Array(0..<32), now: .zero)
      #expect(station.company == company)
    }
  }

  private static var options: StationOptions {
    StationOptions(
      name: DisplayText("me"), bot: nil, inputDelay: 2, window: 10, stay: .untilLeft)
  }
}

extension InviteSecret {
  fileprivate static var sample: InviteSecret {
    guard let secret = InviteSecret(bytes: Array(0..<16)) else { preconditionFailure("16 bytes") }
    return secret
  }
}
