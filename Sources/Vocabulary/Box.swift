/// Holds one value that cannot be copied outside of its owner.
///
/// The compiler checks the moves of such a value field by field, and those of all its owners: with a
/// match as a field, a file that looked at its owner took minutes. Behind a pointer it is one field.
@safe package struct Box<Value: ~Copyable>: ~Copyable {
  private let pointer: UnsafeMutablePointer<Value>

  package init(_ value: consuming Value) {
    unsafe pointer = .allocate(capacity: 1)
    unsafe pointer.initialize(to: value)
  }

  deinit {
    unsafe pointer.deinitialize(count: 1)
    unsafe pointer.deallocate()
  }

  package var value: Value {
    _read { yield unsafe pointer.pointee }
    _modify { yield unsafe &pointer.pointee }
  }
}
