import Vocabulary

/// Keeps the states of the newest frames, one slot each, and steps them in place.
///
/// Slots are 64-byte aligned, and their stride is a multiple of 64 but never of 4096: slots that
/// share a cache set copy twenty times slower. States never travel by value: generic code would
/// copy them through the stack.
///
/// A view: the session that made it owns the memory and gives it back with `deallocate()`.
@safe @usableFromInline struct StateRing<State: BitwiseCopyable> {
  @usableFromInline let base: UnsafeMutableRawPointer
  @usableFromInline let capacity: Int
  @usableFromInline let stride: Int

  /// Makes `capacity` slots, at least 1, all of them holding `initial`.
  @inlinable init(capacity: Int, initial: State) {
    self.capacity = capacity
    stride = Self.stride(of: MemoryLayout<State>.size)
    unsafe base = UnsafeMutableRawPointer.allocate(byteCount: stride * capacity, alignment: 64)
    for slot in 0..<capacity {
      unsafe (base + slot * stride).initializeMemory(as: State.self, to: initial)
    }
  }

  @inlinable func deallocate() { unsafe base.deallocate() }

  @inlinable static func stride(of size: Int) -> Int {
    let rounded = max(64, (size + 63) & ~63)
    return rounded % 4096 == 0 ? rounded + 64 : rounded
  }

  /// The slot of `frame`; the caller knows that the ring still holds that frame.
  @inlinable func slot(_ frame: Frame) -> UnsafeMutablePointer<State> {
    unsafe (base + (frame.number % capacity) * stride).assumingMemoryBound(to: State.self)
  }

  /// The slot of the frame after that of `slot`, found without a division.
  @inlinable func slot(after slot: UnsafeMutablePointer<State>) -> UnsafeMutablePointer<State> {
    let next = unsafe UnsafeMutableRawPointer(slot) + stride
    let isEnd = unsafe next == base + capacity * stride
    return unsafe (isEnd ? base : next).assumingMemoryBound(to: State.self)
  }
}
