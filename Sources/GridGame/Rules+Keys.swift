import Rollback

extension Rules {
  /// Reads or writes a number by its key; a value to write must be within the bounds of the key.
  package subscript(key: Key) -> Int {
    get { Int(self[keyPath: Self.field(key)]) }
    set {
      precondition(key.bounds.contains(newValue), "\(key) = \(newValue) is not in \(key.bounds)")
      self[keyPath: Self.field(key)] = UInt16(newValue)
    }
  }

  private static func field(_ key: Key) -> WritableKeyPath<Rules, UInt16> {
    switch key {
    case .step: \.step
    case .boostStep: \.boostStep
    case .boostLength: \.boostLength
    case .boosts: \.boosts
    case .boostLimit: \.boostLimit
    case .padCold: \.padCold
    case .grind: \.grind
    case .countdown: \.countdown
    case .intro: \.intro
    case .outro: \.outro
    case .suddenDeath: \.suddenDeath
    case .closing: \.closing
    case .clearing: \.clearing
    case .wins: \.wins
    case .rounds: \.rounds
    }
  }

  func hash(into hasher: inout StateHasher) {
    hasher.combine(UInt64(continuation.rawValue) | UInt64(pausing.rawValue) << 8)
    hasher.combine(UInt64(step) | UInt64(boostStep) << 16 | UInt64(boostLength) << 32)
    hasher.combine(UInt64(boosts) | UInt64(boostLimit) << 16 | UInt64(padCold) << 32)
    hasher.combine(UInt64(grind) | UInt64(countdown) << 16 | UInt64(outro) << 32)
    hasher.combine(UInt64(suddenDeath) | UInt64(closing) << 16 | UInt64(clearing) << 32)
    hasher.combine(UInt64(wins) | UInt64(rounds) << 16 | UInt64(intro) << 32)
  }
}
