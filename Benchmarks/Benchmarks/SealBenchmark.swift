import Crypto
import Netplay
import SecureChannel
import Simulation
import Vocabulary

/// Measures W6, what sealing costs a datagram, beside the cipher alone.
struct SealBenchmark {
  private(set) var table = Table(
    "W6  sealing, ns per datagram",
    columns: [
      "plain", "sealed", "seal", "cipher", "ratio", "open", "cipher", "ratio", "refuse forged",
    ])
  private let options: Options

  private struct Timings {
    var seal = Timing()
    var open = Timing()
    var refuse = Timing()
    var cipherSeal = Timing()
    var cipherOpen = Timing()
  }

  init(_ options: Options) { self.options = options }

  /// - Parameter bytes: Of the datagram as it is given, envelope included.
  mutating func add(bytes: Int) {
    Progress.show("W6 \(bytes) B")
    let calls = options.isQuick ? 2_000 : 20_000
    let plain = [UInt8](repeating: 0x5A, count: bytes)
    var timings = Timings()
    var sealedBytes = 0
    for _ in 0..<options.rounds {
      var seals = Seals(players: 2, epoch: 1, seed: 1)
      var sealed: [[UInt8]] = []
      sealed.reserveCapacity(calls)
      timings.seal.round {
        for _ in 0..<calls { sealed.append(seals.seal(plain[...], from: 0, to: 1, by: .direct)) }
        return calls
      }
      let forged = sealed.map { $0.dropLast() + [($0.last ?? 0) ^ 1] }
      timings.refuse.round {
        count(forged) { (try? seals.open($0[...], from: 0, at: 1, by: .direct)) == nil }
      }
      timings.open.round {
        count(sealed) { (try? seals.open($0[...], from: 0, at: 1, by: .direct))?.count == bytes }
      }
      cipher(plain.count - PeerChannel.envelopeBytes, calls: calls, into: &timings)
      sealedBytes = sealed.last?.count ?? 0
    }
    table.add([
      "\(bytes) B", "\(sealedBytes) B", timings.seal.best.fixed(0),
      timings.cipherSeal.best.fixed(0), (timings.seal.best / timings.cipherSeal.best).fixed(2),
      timings.open.best.fixed(0), timings.cipherOpen.best.fixed(0),
      (timings.open.best / timings.cipherOpen.best).fixed(2), timings.refuse.best.fixed(0),
    ])
  }

  /// The same bytes through the same cipher, without keys to choose, counters or copies.
  private func cipher(_ bytes: Int, calls: Int, into timings: inout Timings) {
    let key = SymmetricKey(size: .bits256)
    let nonce = ChaChaPoly.Nonce()
    let body = [UInt8](repeating: 0x5A, count: bytes)
    let header = [UInt8](repeating: 1, count: PeerChannel.envelopeBytes)
    guard
      let box = try? ChaChaPoly.seal(body, using: key, nonce: nonce, authenticating: header)
    else { preconditionFailure("a key or a nonce of another length") }
    timings.cipherSeal.round {
      count(0..<calls) { _ in
        (try? ChaChaPoly.seal(body, using: key, nonce: nonce, authenticating: header)) != nil
      }
    }
    timings.cipherOpen.round {
      count(0..<calls) { _ in
        (try? ChaChaPoly.open(box, using: key, authenticating: header))?.count == bytes
      }
    }
  }

  /// How many are as they should be: all, or the round was not what it says.
  private func count<Items: Sequence>(
    _ items: Items, where isRight: (Items.Element) -> Bool
  ) -> Int {
    var (right, all) = (0, 0)
    for item in items {
      right += isRight(item) ? 1 : 0
      all += 1
    }
    precondition(right == all, "\(all - right) of \(all) datagrams were not sealed or opened")
    return all
  }
}
