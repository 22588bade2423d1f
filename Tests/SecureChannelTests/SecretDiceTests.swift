import Testing
import Vocabulary

@testable import SecureChannel

/// What is drawn depends on the seed and on how much was drawn before, and tells nobody the seed.
struct SecretDiceTests {
  private func dice(_ number: UInt8) -> SecretDice {
    SecretDice(seed: [UInt8](repeating: number, count: SecretDice.seedBytes))
  }

  @Test func `equal seeds draw equally`() {
    var a = dice(1)
    var b = dice(1)
    for count in 1...100 { #expect(a.bytes(count) == b.bytes(count)) }
    #expect(a.next() == b.next())
    #expect(a.ephemeralKey().publicBytes == b.ephemeralKey().publicBytes)
  }

  @Test func `different seeds draw differently`() {
    var drawn: Set<[UInt8]> = []
    for number in UInt8.min...UInt8.max {
      var dice = dice(number)
      drawn.insert(dice.bytes(16))
    }
    #expect(drawn.count == 256)
  }

  @Test func `one bit of the seed changes what is drawn`() {
    var seed = [UInt8](repeating: 0, count: SecretDice.seedBytes)
    var a = SecretDice(seed: seed)
    seed[31] ^= 1
    var b = SecretDice(seed: seed)
    #expect(a.bytes(32) != b.bytes(32))
  }

  @Test func `successive draws differ`() {
    var dice = dice(1)
    let drawn = (0..<1000).map { _ in dice.bytes(16) }
    #expect(Set(drawn).count == 1000)
  }

  @Test func `successive numbers and keys differ`() {
    var dice = dice(1)
    let numbers = (0..<1000).map { _ in dice.next() }
    let keys = (0..<20).map { _ in dice.ephemeralKey().publicBytes }
    #expect(Set(numbers).count == 1000 && Set(keys).count == 20)
  }

  @Test func `a copy draws what its original would have drawn`() {
    var dice = dice(1)
    _ = dice.next()
    var copy = dice
    #expect(copy.bytes(32) == dice.bytes(32))
  }

  @Test(arguments: [1, 8, 16, 31, 32, 33, 64, 1000])
  func `as many bytes are drawn as were asked for`(count: Int) {
    var dice = dice(1)
    #expect(dice.bytes(count).count == count)
  }

  @Test func `a number is its eight bytes, the highest first`() {
    var a = dice(1)
    var b = dice(1)
    #expect(a.next() == b.bytes(8).reduce(0) { $0 << 8 | UInt64($1) })
  }

  @Test func `it shows nothing of its seed`() {
    let dice = dice(7)
    #expect(String(describing: dice) == "SecretDice(redacted)")
    #expect(String(reflecting: dice) == "SecretDice(redacted)")
    #expect(Mirror(reflecting: dice).children.isEmpty)
  }
}
