import NIOCore
import NIOEmbedded
import Relay
import Testing
import Vocabulary

@testable import Transport

struct FairTurnTests {
  @Test(
    "Of what one connection sends at once a turn takes 128 frames, and the next ones the others")
  func framesPerTurn() throws {
    let loop = EmbeddedEventLoop()
    let shell = RelayShell(
      hub: RelayHub(), front: .plain, loops: RelayLoops(), eventLoop: loop, tell: { _ in },
      now: { .zero })
    let channel = EmbeddedChannel(loop: loop)
    try channel.pipeline.syncOperations.addHandler(
      RelaySocketHandler(id: ConnectionID(rawValue: 7), shell: shell, channel: channel))
    var bytes = ByteBuffer()
    // Masked binary frames with nothing in them, of a connection that the hub has never heard of: each
    // that is looked at is counted as one that came too late.
    for _ in 0..<300 { bytes.writeBytes([0x82, 0x80, 0, 0, 0, 0]) }
    try channel.writeInbound(bytes)
    #expect(shell.hub.statistics.framesAfterEnd == 128)
    loop.run()
    #expect(shell.hub.statistics.framesAfterEnd == 300)
  }
}
