/// Names a word that code must not contain, and what to write instead.
struct ForbiddenWord {
  let text: String
  let replacement: String

  private init(_ text: String, _ replacement: String) {
    self.text = text
    self.replacement = replacement
  }

  /// Whether this is the word between two other characters of the line.
  func isFound(_ name: Substring, after before: UInt8?, before after: UInt8?) -> Bool {
    var expected = text[...]
    if expected.hasPrefix(".") {
      guard before == UInt8(ascii: ".") else { return false }
      expected = expected.dropFirst()
    }
    guard expected.hasPrefix(name) else { return false }
    expected = expected.dropFirst(name.count)
    return expected.isEmpty || expected.utf8.first == after
  }

  /// What is forbidden in code of that kind.
  static func all(for kind: Module.Kind) -> [ForbiddenWord] {
    switch kind {
    case .shell: everywhere
    case .pure: everywhere + pure
    case .deterministic: everywhere + pure + deterministic
    }
  }

  private static let everywhere = [
    ForbiddenWord("try!", "throw a typed error, or `precondition` with the values"),
    ForbiddenWord("as!", "keep the type, or bind it with `as?` and handle the rest"),
    // libdispatch loses and frees sources that come and go on several threads.
    ForbiddenWord("readabilityHandler", "a thread that reads until the end"),
    ForbiddenWord("writeabilityHandler", "a thread that writes until the end"),
  ]

  private static let pure = [
    ForbiddenWord("Foundation", "leave it to the executable: return plain values"),
    ForbiddenWord("Glibc", "leave it to Transport or Terminal: return an effect"),
    ForbiddenWord("Dispatch", "leave it to the shell: return an effect"),
    ForbiddenWord("class", "a struct or an enum"),
    ForbiddenWord("actor", "a struct with mutating methods"),
    ForbiddenWord("async", "a synchronous method that returns effects"),
    ForbiddenWord("Task", "return an effect that the shell obeys"),
    ForbiddenWord("ContinuousClock", "take `now: Instant` as a parameter"),
    ForbiddenWord("SuspendingClock", "take `now: Instant` as a parameter"),
    ForbiddenWord("SystemRandomNumberGenerator", "take a seed, use `Vocabulary.SplitMix64`"),
    ForbiddenWord(".random(", "draw from the state's own `SplitMix64`"),
    ForbiddenWord(".randomElement(", "draw from the state's own `SplitMix64`"),
    ForbiddenWord(".shuffled(", "draw from the state's own `SplitMix64`"),
    ForbiddenWord(".shuffle(", "draw from the state's own `SplitMix64`"),
    ForbiddenWord("Hasher", "`Rollback.StateHasher`: Swift's own is seeded per process"),
    ForbiddenWord("hashValue", "`Rollback.StateHasher`: Swift's own is seeded per process"),
    ForbiddenWord("print(", "return an event; the executable logs"),
    ForbiddenWord("fatalError", "`precondition` with the values, or a typed error"),
  ]

  private static let deterministic = [
    ForbiddenWord("Float", "integers: fixed point or a ratio"),
    ForbiddenWord("Double", "integers: fixed point or a ratio"),
    ForbiddenWord("Dictionary", "an array that is indexed or sorted"),
    ForbiddenWord("Set<", "an array or a word of bits"),
  ]
}
