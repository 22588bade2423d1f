import Vocabulary

/// A mistake in a description of impairments, with what was expected.
package struct InjectionError: Error, Hashable, CustomStringConvertible {
  package let word: String
  package let expected: String

  package var description: String { "'\(word)' is not understood: \(expected)" }
}

extension Injection {
  /// Reads `PATH:key=value,…;PATH:…`, such as `p2p:latency=60,jitter=5,loss=0.5;relay:cut=3-8`.
  ///
  /// Paths are p2p and relay. Times are one-way milliseconds, shares are percent, `burst` is a mean
  /// length, `cut=A-B` or `cut=A-` are seconds since the first frame.
  package init(parsing text: String) throws(InjectionError) {
    self.init()
    for part in text.split(separator: ";") {
      let halves = part.split(separator: ":", maxSplits: 1)
      guard halves.count == 2 else {
        throw InjectionError(
          word: String(part), expected: "write PATH:key=value, for example p2p:latency=60,loss=1")
      }
      switch halves[0] {
      case "p2p": try direct.apply(settings: halves[1])
      case "relay": try relay.apply(settings: halves[1])
      default:
        throw InjectionError(
          word: String(halves[0]), expected: "the path must be p2p or relay")
      }
    }
  }
}

extension Impairment {
  fileprivate mutating func apply(settings: Substring) throws(InjectionError) {
    for setting in settings.split(separator: ",") {
      let halves = setting.split(separator: "=", maxSplits: 1)
      guard halves.count == 2 else {
        throw InjectionError(word: String(setting), expected: "write key=value")
      }
      try apply(key: halves[0], value: halves[1])
    }
  }

  private mutating func apply(key: Substring, value: Substring) throws(InjectionError) {
    switch key {
    case "latency": latency = try Self.milliseconds(key, value)
    case "jitter": jitter = try Self.milliseconds(key, value)
    case "loss": loss = try Self.number(key, value, in: 0...100, "a percentage")
    case "dup": duplicates = try Self.number(key, value, in: 0...100, "a percentage")
    case "reorder": reordered = try Self.number(key, value, in: 0...100, "a percentage")
    case "burst": burst = try Self.number(key, value, in: 1...1000, "a mean length")
    case "cut": cuts.append(try Self.cut(value))
    default:
      throw InjectionError(
        word: String(key),
        expected: "the keys are latency, jitter, loss, dup, reorder, burst and cut")
    }
  }

  private static func number(
    _ key: Substring, _ text: Substring, in range: ClosedRange<Double>, _ kind: String
  ) throws(InjectionError) -> Double {
    guard let value = Double(text), range.contains(value) else {
      throw InjectionError(
        word: "\(key)=\(text)",
        expected: "\(kind) between \(Int(range.lowerBound)) and \(Int(range.upperBound))")
    }
    return value
  }

  private static func milliseconds(
    _ key: Substring, _ text: Substring
  ) throws(InjectionError) -> Duration {
    .microseconds(Int(try number(key, text, in: 0...10_000, "milliseconds") * 1000))
  }

  private static func cut(_ text: Substring) throws(InjectionError) -> Range<Duration> {
    let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    let mistake = InjectionError(
      word: "cut=\(text)", expected: "write cut=START-END or cut=START-, in seconds")
    guard parts.count == 2, let start = Double(parts[0]), (0...1e6).contains(start)
    else { throw mistake }
    let from = Duration.milliseconds(Int(start * 1000))
    if parts[1].isEmpty { return from..<Duration.seconds(1_000_000_000) }
    guard let end = Double(parts[1]), end > start, end <= 1e6 else { throw mistake }
    return from..<Duration.milliseconds(Int(end * 1000))
  }
}
