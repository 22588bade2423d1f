/// A row of values that cannot be copied; arrays hold only copyable ones.
@safe package struct Roster<Element: ~Copyable>: ~Copyable {
  package private(set) var count = 0
  private let capacity: Int
  private let elements: UnsafeMutablePointer<Element>

  /// - Parameter capacity: The most elements there will be.
  package init(capacity: Int) {
    self.capacity = capacity
    unsafe elements = .allocate(capacity: capacity)
  }

  package init(count: Int, _ make: (Int) -> Element) {
    self.init(capacity: count)
    for index in 0..<count { append(make(index)) }
  }

  deinit {
    unsafe elements.deinitialize(count: count)
    unsafe elements.deallocate()
  }

  package mutating func append(_ element: consuming Element) {
    precondition(count < capacity, "more than \(capacity) elements")
    unsafe (elements + count).initialize(to: element)
    count += 1
  }

  package var indices: Range<Int> { 0..<count }

  package subscript(index: Int) -> Element {
    _read {
      precondition(indices.contains(index), "element \(index) of \(count)")
      yield unsafe elements[index]
    }
    _modify {
      precondition(indices.contains(index), "element \(index) of \(count)")
      yield unsafe &elements[index]
    }
  }
}
