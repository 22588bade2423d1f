/// A first-in, first-out queue that forgets its oldest element rather than grow past its limit.
struct BoundedQueue<Element: Sendable>: Sendable {
  private var elements: [Element] = []
  /// Where the oldest element is, once the queue has wrapped around.
  private var oldest = 0
  private let limit: Int

  init(limit: Int) {
    precondition(limit > 0, "a queue of \(limit) elements holds nothing")
    self.limit = limit
  }

  var isEmpty: Bool { elements.isEmpty }

  enum Insertion: Hashable { case appended, replacedOldest }

  mutating func append(_ element: Element) -> Insertion {
    guard elements.count >= limit else {
      elements.append(element)
      return .appended
    }
    elements[oldest] = element
    oldest = (oldest + 1) % limit
    return .replacedOldest
  }

  /// Moves everything, oldest first, to the end of `target`; keeps its own storage, or takes that of a
  /// target that holds nothing.
  mutating func drain(into target: inout [Element]) {
    guard !elements.isEmpty else { return }
    if oldest == 0, target.isEmpty { return swap(&elements, &target) }
    target.append(contentsOf: elements[oldest...])
    target.append(contentsOf: elements[..<oldest])
    elements.removeAll(keepingCapacity: true)
    oldest = 0
  }
}
