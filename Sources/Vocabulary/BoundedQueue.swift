/// A first-in, first-out queue that forgets its oldest element rather than grow past its limit.
///
/// Inlinable, since it is asked in every tick: where its element is not known, each question about it
/// is a search for that element's metadata.
package struct BoundedQueue<Element: Sendable>: Sendable {
  @usableFromInline var elements: [Element] = []
  /// Where the oldest element is, once the queue has wrapped around.
  @usableFromInline var oldest = 0
  @usableFromInline let limit: Int

  @inlinable package init(limit: Int) {
    precondition(limit > 0, "a queue of \(limit) elements holds nothing")
    self.limit = limit
  }

  @inlinable package var isEmpty: Bool { elements.isEmpty }

  package enum Insertion: Hashable { case appended, replacedOldest }

  @inlinable package mutating func append(_ element: Element) -> Insertion {
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
  @inlinable package mutating func drain(into target: inout [Element]) {
    guard !elements.isEmpty else { return }
    if oldest == 0, target.isEmpty { return swap(&elements, &target) }
    target.append(contentsOf: elements[oldest...])
    target.append(contentsOf: elements[..<oldest])
    elements.removeAll(keepingCapacity: true)
    oldest = 0
  }
}
