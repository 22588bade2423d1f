/// Keeps the states of the newest frames, one slot each, and steps them in place.
///
/// Slots are 64-byte aligned, and their stride is a multiple of 64 but never of 4096: slots that
/// share a cache set copy twenty times slower. States never travel by value: generic code would
/// copy them through the stack.
@safe @usableFromInline struct StateRing<State: BitwiseCopyable>: ~Copyable {
  @usableFromInline let base: UnsafeMutableRawPointer
  @usableFromInline let capacity: Int
  @usableFromInline let stride: Int

  /// Makes `capacity` slots, all of them holding `initial`.
  @inlinable init(capacity: Int, initial: State) {
    precondition(capacity > 0, "a ring of \(capacity) slots holds nothing")
    self.capacity = capacity
    stride = Self.stride(of: MemoryLayout<State>.size)
    unsafe base = UnsafeMutableRawPointer.allocate(byteCount: stride * capacity, alignment: 64)
    for slot in 0..<capacity {
      unsafe (base + slot * stride).initializeMemory(as: State.self, to: initial)
    }
  }

  deinit { unsafe base.deallocate() }

  @inlinable static func stride(of size: Int) -> Int {
    let rounded = max(64, (size + 63) & ~63)
    return rounded % 4096 == 0 ? rounded + 64 : rounded
  }

  /// The slot of `frame`; the caller knows that the ring still holds that frame.
  @inlinable func slot(_ frame: Frame) -> UnsafeMutablePointer<State> {
    unsafe (base + (frame.number % capacity) * stride).assumingMemoryBound(to: State.self)
  }

  /// Copies the state of `frame` into the slot of the next one.
  @inlinable func copyForward(from frame: Frame) {
    unsafe slot(frame + 1).update(from: slot(frame), count: 1)
  }
}
