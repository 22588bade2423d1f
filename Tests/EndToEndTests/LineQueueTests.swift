import Testing

@testable import Output

/// What is kept for a reader who does not read, and what they are told.
struct LineQueueTests {
  /// Takes everything out, as text.
  private func drain(_ queue: inout LineQueue) -> [String] {
    var lines: [String] = []
    while let line = queue.first {
      lines.append(String(decoding: line, as: UTF8.self))
      queue.wrote()
    }
    return lines
  }

  @Test func `lines come out as they went in`() {
    var queue = LineQueue(notice: .json)
    for line in ["a\n", "b\n"] { queue.append(line) }
    #expect(queue.unwritten == 2)
    #expect(drain(&queue) == ["a\n", "b\n"])
    #expect(queue.unwritten == 0)
  }

  @Test func `a full queue drops the newest, and tells how many in their place`() {
    var queue = LineQueue(notice: .json)
    for number in 0..<LineQueue.maxLines + 17 { queue.append("\(number)\n") }
    #expect(queue.unwritten == LineQueue.maxLines + 17)
    for number in 0..<LineQueue.maxLines / 2 - 1 {
      #expect(queue.first == Array("\(number)\n".utf8))
      queue.wrote()
    }
    queue.append("dropped too: nothing comes before the notice\n")
    queue.wrote()
    queue.append("new\n")
    let rest = drain(&queue)
    #expect(rest.count == LineQueue.maxLines / 2 + 2)
    #expect(rest.suffix(3).first == "\(LineQueue.maxLines - 1)\n")
    #expect(rest.suffix(2) == ["{\"event\":\"dropped\",\"lines\":18}\n", "new\n"])
    #expect(queue.unwritten == 18)
  }

  @Test func `bytes are limited too, but one line always fits`() {
    var queue = LineQueue(notice: .prose)
    let large = String(repeating: "x", count: LineQueue.maxBytes) + "\n"
    queue.append(large)
    queue.append("\n")
    #expect(drain(&queue) == [large, "… 1 lines that nobody took were dropped\n"])
  }

  @Test func `at the end the notice comes whether there is room or not`() {
    var queue = LineQueue(notice: .json)
    for _ in 0...LineQueue.maxLines { queue.append("\n") }
    queue.tell()
    #expect(drain(&queue).last == "{\"event\":\"dropped\",\"lines\":1}\n")
    #expect(queue.unwritten == 1)
  }

  @Test func `who expects one document gets no notice`() {
    var queue = LineQueue(notice: .none)
    for _ in 0...LineQueue.maxLines { queue.append("\n") }
    #expect(drain(&queue).count == LineQueue.maxLines)
    #expect(queue.unwritten == 1)
  }
}
