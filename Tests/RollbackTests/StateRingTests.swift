import Rollback
import Testing
import Vocabulary

/// A game that looks at where its state lies in memory.
enum AddressGame<let padding: Int>: Game {
  struct State: BitwiseCopyable, Sendable {
    var address: UInt = 0
    var bytes: InlineArray<padding, UInt8> = .init(repeating: 0xA5)
  }

  static var neutral: UInt8 { 0 }

  static func step(_ state: inout State, inputs: Span<UInt8>, presence: Presence) {
    state.address = unsafe withUnsafePointer(to: &state) { UInt(bitPattern: $0) }
    for index in state.bytes.indices { state.bytes[index] &+= 1 }
  }

  static func hash(_ state: State, into hasher: inout StateHasher) {
    for index in state.bytes.indices { hasher.combine(state.bytes[index]) }
  }
}

@Suite struct StateRingTests {
  /// The addresses of the states of the first `count` steps.
  private func addresses<let padding: Int>(
    of game: AddressGame<padding>.Type, count: Int
  ) -> [UInt] {
    var session = Session<AddressGame<padding>>(initial: .init(), players: 1, window: 15)
    var found: [UInt] = []
    for _ in 0..<count {
      session.tick(0)
      found.append(session.present.address)
    }
    return found
  }

  private func strides(_ addresses: [UInt]) -> Set<Int> {
    Set(zip(addresses, addresses.dropFirst()).map { Int(bitPattern: $1 &- $0) })
  }

  @Test func `slots are aligned to cache lines and as far apart as the state needs`() {
    let small = addresses(of: AddressGame<1>.self, count: 10)
    let exact = addresses(of: AddressGame<56>.self, count: 10)
    let larger = addresses(of: AddressGame<57>.self, count: 10)
    #expect((small + exact + larger).allSatisfy { $0 % 64 == 0 })
    #expect(strides(small) == [64])
    #expect(strides(exact) == [64])
    #expect(strides(larger) == [128])
  }

  @Test func `slots are never a multiple of 4096 bytes apart`() {
    #expect(strides(addresses(of: AddressGame<4024>.self, count: 10)) == [4032])
    #expect(strides(addresses(of: AddressGame<4025>.self, count: 10)) == [4160])
    #expect(strides(addresses(of: AddressGame<4088>.self, count: 10)) == [4160])
    #expect(strides(addresses(of: AddressGame<8184>.self, count: 10)) == [8256])
    #expect(strides(addresses(of: AddressGame<4089>.self, count: 10)) == [4160])
  }

  @Test func `the ring has two slots more than the window and then starts again`() {
    let found = addresses(of: AddressGame<1>.self, count: 40)
    #expect(Set(found).count == 17)
    #expect(found[0] == found[17])
  }

  @Test func `the whole state is carried forward`() {
    var session = Session<AddressGame<8184>>(initial: .init(), players: 1, window: 3)
    for _ in 0..<20 { session.tick(0) }
    let wrong = session.withState(at: session.currentFrame) { state in
      state.bytes.indices.filter { state.bytes[$0] != 0xA5 + 20 }.count
    }
    #expect(wrong == 0)
  }
}
