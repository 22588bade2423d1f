import GridGame
import Netplay
import Rollback
import Station
import Testing
import Vocabulary

struct GameIdentityTests {
  private enum Wide: Game {
    static var neutral: Counting16 { Counting16(rawValue: 0) }
    static func step(_ state: inout UInt8, inputs: Span<Counting16>, presence: Presence) {}
    static func hash(_ state: UInt8, into hasher: inout StateHasher) {}
  }

  private struct Counting16: RawRepresentable, BitwiseCopyable, Hashable, Sendable {
    let rawValue: UInt16
  }

  private static let terms = LobbySample.terms

  /// Configurations that each differ from the sample in one thing.
  private static let others: [(what: String, digest: UInt64)] = {
    func game(
      name: String = "counting", version: Int = 1, microseconds: Int = 0
    ) -> UInt64 {
      GameIdentity(
        of: Ghostline.self, name: name, version: version,
        frameDuration: MatchConfiguration.usualFrameDuration + .microseconds(microseconds)
      ).configurationDigest(for: terms)
    }
    func changed(_ change: (inout MatchTerms) -> Void) -> UInt64 {
      var other = terms
      change(&other)
      return LobbySample.identity.configurationDigest(for: other)
    }
    let wide = GameIdentity(of: Wide.self, name: "counting", version: 1)
    return [
      ("name", game(name: "countinh")), ("longer name", game(name: "countings")),
      ("version", game(version: 2)), ("tick rate", game(microseconds: 1)),
      ("input width", wide.configurationDigest(for: terms)),
      ("epoch", changed { $0.epoch += 1 }), ("seed", changed { $0.seed += 1 }),
      ("players", changed { $0.players = 3 }), ("interval", changed { $0.hashInterval = 31 }),
      ("frame limit", changed { $0.frameLimit = Frame(451) }),
      ("no frame limit", changed { $0.frameLimit = nil }),
      ("game", changed { $0.game[1] ^= 1 }), ("longer game", changed { $0.game.append(0) }),
      ("no game", changed { $0.game = [] }),
    ]
  }()

  @Test func `equal programs and terms have equal configurations`() {
    let again = GameIdentity(of: Ghostline.self, name: "counting", version: 1)
    #expect(again.configurationDigest(for: Self.terms) == LobbySample.configuration)
    #expect(again.inputWidth == 1 && again.maxWindow == 15 && again.maxDelay == 15)
  }

  @Test func `L-09 everything that has to be equal is in the digest`() {
    for (what, digest) in Self.others {
      #expect(digest != LobbySample.configuration, "\(what)")
    }
    #expect(Set(Self.others.map(\.digest)).count == Self.others.count)
  }
}
