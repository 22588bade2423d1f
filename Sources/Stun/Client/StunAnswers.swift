import Vocabulary

extension StunMessage {
  /// Decodes an answer; nothing for any other bytes, which are counted.
  init?(answer bytes: ArraySlice<UInt8>, counting ignored: inout StunIgnored) {
    do throws(StunError) {
      try self.init(bytes)
      if kind != .request { return }
    } catch {}
    ignored.malformed += 1
    return nil
  }

  /// The address of ours that it tells; nothing when we do not understand all that we must, or when
  /// nobody could reach us there.
  func usableMapping(from server: Address) -> Address? {
    guard notUnderstood.isEmpty, let mapped, mapped.isBelievable(from: server) else { return nil }
    return mapped
  }
}

extension [StunQuestion] {
  /// Whether there is nothing to wait for.
  var isAllOver: Bool { allSatisfy { $0.due == nil } }

  /// Whether all were asked in vain; not when there was none.
  var isAllSilent: Bool { !isEmpty && allSatisfy { $0.state == .gaveUp } }

  /// Finds the open question that an answer belongs to; nothing when there is none, which is counted.
  func asker(
    of answer: StunMessage, from source: Address, now: Instant, counting ignored: inout StunIgnored
  ) -> (index: Int, roundTrip: Duration)? {
    for index in indices {
      switch self[index].recognise(answer.transaction, from: source, now: now) {
      case .answer(let roundTrip): return (index, roundTrip)
      case .late:
        ignored.late += 1
        return nil
      case .wrongSource:
        ignored.wrongSource += 1
        return nil
      case nil: continue
      }
    }
    ignored.unknown += 1
    return nil
  }
}
