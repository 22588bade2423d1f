package import Rollback
import Vocabulary

/// What all players of a match must agree on; it comes from the room's creator.
package struct MatchTerms: Hashable, Sendable {
  package enum Limit {
    /// The largest description of a game (rules and map) that is taken from a peer.
    package static let game = 3000
    package static let hashInterval = 1...600
    package static let frames = 1...100_000_000
  }

  /// Names the session; every datagram carries it.
  package var epoch: UInt64
  package var seed: UInt64
  package var players: Int
  package var hashInterval: Int
  /// The frame at which the episode ends, if it is limited.
  package var frameLimit: Frame?
  /// Rules and map, as the game reads them; opaque here.
  package var game: [UInt8]

  package init(
    epoch: UInt64, seed: UInt64, players: Int, hashInterval: Int, frameLimit: Frame?,
    game: [UInt8]
  ) {
    self.epoch = epoch
    self.seed = seed
    self.players = players
    self.hashInterval = hashInterval
    self.frameLimit = frameLimit
    self.game = game
  }

  func encode(into writer: inout ByteWriter) {
    writer.uint64(epoch)
    writer.uint64(seed)
    writer.byte(UInt8(players))
    writer.varint(hashInterval)
    writer.varint(frameLimit?.number ?? 0)
    writer.block(game)
  }

  init(from reader: inout ByteReader) throws(WireError) {
    epoch = try reader.uint64()
    seed = try reader.uint64()
    players = Int(try reader.byte())
    guard (2...Presence.maxPlayers).contains(players) else { throw .invalid(.seat) }
    hashInterval = try reader.varint()
    guard Limit.hashInterval.contains(hashInterval) else { throw .invalid(.count) }
    let limit = try reader.varint()
    guard limit == 0 || Limit.frames.contains(limit) else { throw .invalid(.count) }
    frameLimit = limit == 0 ? nil : Frame(limit)
    game = Array(try reader.block(limit: Limit.game))
  }
}
