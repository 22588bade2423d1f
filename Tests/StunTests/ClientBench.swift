import Stun
import Vocabulary

/// A client under test, with a server that the test plays.
struct ClientBench {
  var client: StunClient

  init(_ servers: [Address] = [server()]) {
    client = StunClient(servers: servers, ownAddresses: [NATModel.inside], seed: 7)
  }

  /// The requests that a tick sent, with their addresses.
  mutating func requests(at milliseconds: Int) -> [(message: StunMessage, to: Address)] {
    client.tick(now: at(milliseconds)).compactMap { effect in
      guard case .send(let bytes, let to) = effect, let message = decoded(bytes) else { return nil }
      return (message, to)
    }
  }

  /// Begins a round and returns the transaction of the first request.
  mutating func begin(at milliseconds: Int = 0) -> StunTransaction? {
    client.ask(now: at(milliseconds))
    return requests(at: milliseconds).first?.message.transaction
  }

  /// A success for that request.
  func success(
    _ transaction: StunTransaction?, _ attributes: StunAttribute...
  ) -> ArraySlice<UInt8> {
    transaction.map { StunMessage(.success, $0, attributes).encoded[...] } ?? []
  }

  /// Has the client receive a datagram.
  mutating func hear(
    _ bytes: ArraySlice<UInt8>, from source: Address = server(), at milliseconds: Int = 40
  ) -> [StunClient.Effect] {
    client.received(bytes, from: source, now: at(milliseconds))
  }

  /// Has each server answer in turn in one round.
  mutating func round(_ answers: [(Address, Address)], at milliseconds: Int = 0) {
    client.ask(now: at(milliseconds))
    let ids = requests(at: milliseconds)
    for (server, mapped) in answers {
      let id = ids.first { $0.to == server }?.message.transaction
      _ = hear(success(id, .xorMappedAddress(mapped)), from: server, at: milliseconds + 40)
    }
  }
}
