/// A fixed row of values that cannot be copied; arrays hold only copyable ones.
@safe package struct Roster<Element: ~Copyable>: ~Copyable {
  package let count: Int
  private let elements: UnsafeMutablePointer<Element>

  package init(count: Int, _ make: (Int) -> Element) {
    self.count = count
    unsafe elements = .allocate(capacity: count)
    for index in 0..<count { unsafe (elements + index).initialize(to: make(index)) }
  }

  deinit {
    unsafe elements.deinitialize(count: count)
    unsafe elements.deallocate()
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
