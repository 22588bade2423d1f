import Netplay
import Rollback
import Testing
import Vocabulary

struct StateChainTests {
  private func chain(of checksums: [UInt64]) -> StateChain {
    var chain = StateChain()
    for (number, checksum) in checksums.enumerated() { chain.append(checksum, of: Frame(number)) }
    return chain
  }

  @Test func `equal checksums give equal chains, frame by frame`() {
    let checksums = (0..<50).map { UInt64($0 * $0) }
    let (one, other) = (chain(of: checksums), chain(of: checksums))
    for number in 0..<50 { #expect(one.chain(at: Frame(number)) == other.chain(at: Frame(number))) }
  }

  @Test(arguments: 0..<40)
  func `one differing checksum changes its frame and all later ones, none before`(bad: Int) {
    var checksums = [UInt64](repeating: 7, count: 40)
    let one = chain(of: checksums)
    checksums[bad] ^= 1 << 40
    let other = chain(of: checksums)
    for number in 0..<40 {
      let isEqual = one.chain(at: Frame(number)) == other.chain(at: Frame(number))
      #expect(isEqual == (number < bad))
    }
  }

  @Test func `swapped checksums give another chain`() {
    #expect(chain(of: [1, 2]).chain(at: Frame(1)) != chain(of: [2, 1]).chain(at: Frame(1)))
  }

  @Test func `nothing is known of a frame not reached or no longer kept`() {
    var chain = chain(of: [UInt64](repeating: 3, count: 4096))
    #expect(chain.chain(at: Frame(-1)) == nil && chain.chain(at: Frame(4096)) == nil)
    #expect(chain.chain(at: Frame(0)) != nil && chain.newest == Frame(4095))
    chain.append(3, of: Frame(4096))
    #expect(chain.chain(at: Frame(0)) == nil && chain.chain(at: Frame(1)) != nil)
    #expect(chain.chain(at: Frame(.max)) == nil && chain.chain(at: Frame(.min)) == nil)
    #expect(StateChain().newest == nil && StateChain().chain(at: .zero) == nil)
  }

  /// The chain is part of the protocol: machines with other constants would never agree.
  @Test func `the chain of the checksums 1 and 2 is the same for ever`() {
    let chain = chain(of: [1, 2])
    #expect(chain.chain(at: .zero) == 0xE155_FEE9_6B34_34F8)
    #expect(chain.chain(at: Frame(1)) == 0xDBAC_F670_7A1C_A76D)
  }

  @Test func `a frame out of order is a programmer's error`() async {
    await #expect(processExitsWith: .failure) {
      var chain = StateChain()
      chain.append(1, of: Frame(1))
    }
  }
}
