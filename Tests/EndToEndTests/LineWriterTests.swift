import Foundation
import Testing

@testable import Output

/// A thread that writes, and readers who come and go.
struct LineWriterTests {
  private static let patience = Duration.seconds(5)

  @Test func `what nobody read is told of as soon as somebody reads`() throws {
    let pipe = try NamedPipe()
    let writer = LineWriter(try .opening(pipe.path), notice: .json)
    for number in 0..<LineQueue.maxLines + 17 { writer.write("\(number)\n") }
    let reader = pipe.reader()
    let loss = try #require(writer.close(within: Self.patience))
    #expect(loss.lines == 17)
    #expect(loss.words == "its reader was too slow")
    let text = String(decoding: reader.available(), as: UTF8.self)
    #expect(text.hasPrefix("0\n1\n2\n"))
    #expect(text.hasSuffix("\(LineQueue.maxLines - 1)\n{\"event\":\"dropped\",\"lines\":17}\n"))
  }

  @Test func `a pipe that has lost its reader goes on with the next one`() throws {
    let pipe = try NamedPipe()
    let first = pipe.reader()
    let writer = LineWriter(try .opening(pipe.path), notice: .json)
    writer.write("a\n")
    writer.flush(within: Self.patience)
    #expect(first.available() == Array("a\n".utf8))
    try first.close()
    writer.write("b\n")
    // Returns at the first error.
    writer.flush(within: Self.patience)
    let second = pipe.reader()
    writer.write("c\n")
    #expect(writer.close(within: Self.patience)?.lines == nil)
    #expect(second.available() == Array("b\nc\n".utf8))
  }

  @Test func `closing waits no longer than it may, nor at all after an error`() throws {
    let stuck = StuckPipe()
    let waiting = LineWriter(
      .standard(stuck.pipe.fileHandleForWriting.fileDescriptor), notice: .none)
    let failing = LineWriter(try .opening("/dev/full"), notice: .none)
    for writer in [waiting, failing] { writer.write("a\n") }
    let begin = ContinuousClock.now
    #expect(failing.close(within: .seconds(60))?.words == "No space left on device")
    #expect(waiting.close(within: .milliseconds(50))?.words == "nobody reads it")
    #expect(ContinuousClock.now - begin < .seconds(10))
    // Lets the thread go.
    try stuck.pipe.fileHandleForReading.close()
  }
}
