package import Netplay
package import Vocabulary

/// What players say to each other through the relay before and between episodes.
package enum LobbyMessage: Hashable, Sendable {
  /// Who I am, where I can be reached directly, which episode I played last, and what I have come for.
  case hello(name: DisplayText, Reachability, episode: UInt64?, Wish)
  /// The creator's terms for the next episode, and the digest of the configuration that they make
  /// on its side.
  case offer(MatchTerms, configuration: UInt64)
  /// The sender made the same configuration and an initial state from these terms.
  case accept(epoch: UInt64, Agreement)
  /// Everybody's initial state is equal: go.
  case start(epoch: UInt64)
  /// The sender cannot play these terms.
  case decline(epoch: UInt64, Reason)
  /// The sender would play again, after this episode.
  case again(epoch: UInt64)
  /// The sender no longer plays this episode.
  case over(epoch: UInt64, isComplete: Bool)
  /// Where the sender can be reached directly from now on.
  case reach(Reachability)

  /// What a member has come for: none can want to play and only measure.
  package enum Wish: UInt8, Hashable, Sendable, CaseIterable {
    /// The summary is on its screen, or a match is under way.
    case undecided = 0
    /// The next match.
    case match = 1
    /// To measure the connection, and never to play.
    case measurement = 2
  }

  /// The digests that must be equal on all sides before an episode starts.
  package struct Agreement: Hashable, Sendable {
    package var configuration: UInt64
    package var initialState: UInt64

    package init(configuration: UInt64, initialState: UInt64) {
      self.configuration = configuration
      self.initialState = initialState
    }
  }

  /// Why terms cannot be played; another version needs no reason, since every message begins with
  /// its sender's.
  package enum Reason: Hashable, Sendable {
    /// The initial states differ, with both digests: ours is the sender's.
    case initialState(ours: UInt64, theirs: UInt64)
    /// The terms make no game on the sender's side.
    case unplayable
    /// The sender asked for something else on its command line.
    case contradiction
    /// The programs or the terms differ, with both digests: ours is the sender's.
    case configuration(ours: UInt64, theirs: UInt64)

    /// The same reason as the other side would give it.
    package var mirrored: Reason {
      switch self {
      case .initialState(let ours, let theirs): .initialState(ours: theirs, theirs: ours)
      case .configuration(let ours, let theirs): .configuration(ours: theirs, theirs: ours)
      case .unplayable, .contradiction: self
      }
    }
  }

  private static let version = Envelope.version

  private enum Kind: UInt8 {
    case hello = 1
    case offer, accept, start, decline, again, reach, over
  }

  /// The message as bytes, the version first, so that it can be told whatever else changes.
  package func encoded() -> [UInt8] {
    var writer = ByteWriter()
    writer.byte(Self.version)
    switch self {
    case .hello(let name, let reach, let episode, let wish):
      writer.byte(Kind.hello.rawValue)
      writer.block(Array(name.string.utf8))
      reach.encode(into: &writer)
      writer.uint64(episode ?? 0)
      writer.byte(wish.rawValue)
    case .offer(let terms, let configuration):
      writer.byte(Kind.offer.rawValue)
      writer.uint64(configuration)
      terms.encode(into: &writer)
    case .accept(let epoch, let agreement):
      writer.byte(Kind.accept.rawValue)
      writer.uint64(epoch)
      writer.uint64(agreement.configuration)
      writer.uint64(agreement.initialState)
    case .start(let epoch):
      writer.byte(Kind.start.rawValue)
      writer.uint64(epoch)
    case .decline(let epoch, let reason):
      writer.byte(Kind.decline.rawValue)
      writer.uint64(epoch)
      reason.encode(into: &writer)
    case .again(let epoch):
      writer.byte(Kind.again.rawValue)
      writer.uint64(epoch)
    case .over(let epoch, let isComplete):
      writer.byte(Kind.over.rawValue)
      writer.uint64(epoch)
      writer.byte(isComplete ? 1 : 0)
    case .reach(let reach):
      writer.byte(Kind.reach.rawValue)
      reach.encode(into: &writer)
    }
    return writer.bytes
  }

  package init(_ bytes: ArraySlice<UInt8>) throws(WireError) {
    var reader = ByteReader(bytes)
    let version = try reader.byte()
    guard version == Self.version else { throw .version(version) }
    let byte = try reader.byte()
    guard let kind = Kind(rawValue: byte) else { throw .unknownKind(byte) }
    switch kind {
    case .hello: self = try Self.hello(from: &reader)
    case .offer:
      let configuration = try reader.uint64()
      self = .offer(try MatchTerms(from: &reader), configuration: configuration)
    case .accept:
      let epoch = try reader.uint64()
      let configuration = try reader.uint64()
      self = .accept(
        epoch: epoch,
        Agreement(configuration: configuration, initialState: try reader.uint64()))
    case .start: self = .start(epoch: try reader.uint64())
    case .decline: self = .decline(epoch: try reader.uint64(), try Reason(from: &reader))
    case .again: self = .again(epoch: try reader.uint64())
    case .over:
      self = .over(epoch: try reader.uint64(), isComplete: try Self.flag(from: &reader))
    case .reach: self = .reach(try Reachability(from: &reader))
    }
    try reader.end()
  }

  private static func hello(from reader: inout ByteReader) throws(WireError) -> LobbyMessage {
    let name = DisplayText(try reader.block(limit: 4 * DisplayText.maxBytes))
    let reach = try Reachability(from: &reader)
    let episode = try reader.uint64()
    guard let wish = Wish(rawValue: try reader.byte()) else { throw .invalid(.flag) }
    return .hello(name: name, reach, episode: episode == 0 ? nil : episode, wish)
  }

  private static func flag(from reader: inout ByteReader) throws(WireError) -> Bool {
    let byte = try reader.byte()
    guard byte <= 1 else { throw .invalid(.flag) }
    return byte == 1
  }
}

extension LobbyMessage.Reason {
  fileprivate func encode(into writer: inout ByteWriter) {
    switch self {
    case .initialState(let ours, let theirs):
      writer.byte(1)
      writer.uint64(ours)
      writer.uint64(theirs)
    case .unplayable: writer.byte(2)
    case .contradiction: writer.byte(3)
    case .configuration(let ours, let theirs):
      writer.byte(4)
      writer.uint64(ours)
      writer.uint64(theirs)
    }
  }

  fileprivate init(from reader: inout ByteReader) throws(WireError) {
    switch try reader.byte() {
    case 1: self = .initialState(ours: try reader.uint64(), theirs: try reader.uint64())
    case 2: self = .unplayable
    case 3: self = .contradiction
    case 4: self = .configuration(ours: try reader.uint64(), theirs: try reader.uint64())
    case let other: throw .unknownKind(other)
    }
  }
}
