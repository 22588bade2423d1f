package import Vocabulary

/// Holds what will happen, in the order of time; what happens at one time keeps the order in which it
/// was put in.
package struct EventQueue<Event: Sendable>: Sendable {
  private struct Entry: Sendable {
    let at: Instant
    let number: Int
    let event: Event

    static func < (a: Entry, b: Entry) -> Bool { a.at == b.at ? a.number < b.number : a.at < b.at }
  }

  /// A binary heap, the first on top.
  private var heap: [Entry] = []
  private var count = 0

  package init() {}

  package mutating func put(_ event: Event, at time: Instant) {
    heap.append(Entry(at: time, number: count, event: event))
    count += 1
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child] < heap[parent] else { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  package mutating func take() -> (event: Event, at: Instant)? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return (first.event, first.at) }
    heap[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if heap[child] < heap[least] { least = child }
      }
      guard least != parent else { break }
      heap.swapAt(parent, least)
      parent = least
    }
    return (first.event, first.at)
  }
}
