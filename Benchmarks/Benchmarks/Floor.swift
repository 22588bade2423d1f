import CFloor
import Vocabulary

/// The network that the engine and the floor both use.
@safe struct Wire: ~Copyable {
  struct Arrival {
    let from: Int
    let path: Int
    let length: Int
  }

  private let wire: OpaquePointer

  init(_ terms: wire_terms) {
    guard let made = unsafe wire_make(terms) else { preconditionFailure("no memory for a wire") }
    unsafe wire = made
  }

  deinit { unsafe wire_free(wire) }

  func tick() { unsafe wire_tick(wire) }

  func send(_ bytes: ArraySlice<UInt8>, from sender: Int, to receiver: Int, path: Int) {
    unsafe bytes.withUnsafeBufferPointer {
      unsafe wire_send(wire, Int32(sender), Int32(receiver), Int32(path), $0.baseAddress, $0.count)
    }
  }

  /// Takes what has arrived, oldest first, into the front of `buffer`.
  func receive(at receiver: Int, into buffer: inout [UInt8]) -> Arrival? {
    var packet = unsafe wire_packet()
    guard unsafe wire_receive(wire, Int32(receiver), &packet) != 0 else { return nil }
    unsafe buffer.withUnsafeMutableBytes { [packet] in
      unsafe $0.baseAddress?.copyMemory(from: packet.bytes, byteCount: packet.length)
    }
    return unsafe Arrival(from: Int(packet.from), path: Int(packet.path), length: packet.length)
  }
}

/// The least possible rollback sessions in C.
@safe struct FloorMatch: ~Copyable {
  private let match: OpaquePointer

  init(_ terms: floor_terms) {
    guard let made = unsafe floor_match_make(terms) else { preconditionFailure("no memory") }
    unsafe match = made
  }

  deinit { unsafe floor_match_free(match) }

  func run(ticks: Int) { unsafe floor_match_run(match, Int32(ticks)) }
  var counts: floor_counts { unsafe floor_match_counts(match) }
  func sent(path: Int) -> wire_counts { unsafe floor_match_sent(match, Int32(path)) }
  /// The hash of the proof frame; 0 while it is not confirmed.
  func proof(seat: Int) -> UInt64 { unsafe floor_match_proof(match, Int32(seat)) }
}

/// The least possible sync test in C.
@safe struct FloorSync: ~Copyable {
  private let sync: OpaquePointer

  init(words: Int, distance: Int, sums: floor_sums) {
    guard let made = unsafe floor_sync_make(words, Int32(distance), sums) else {
      preconditionFailure("no memory")
    }
    unsafe sync = made
  }

  deinit { unsafe floor_sync_free(sync) }

  func run(ticks: Int) {
    let failed = unsafe floor_sync_run(sync, Int32(ticks))
    precondition(failed == 0, "the floor's own sync test failed \(failed) times")
  }
  /// The hash of the present.
  var hash: UInt64 { unsafe floor_sync_hash(sync) }
}
