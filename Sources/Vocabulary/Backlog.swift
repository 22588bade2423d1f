/// What was accepted for sending and is not yet with the system's network stack.
package struct Backlog: Hashable, Sendable {
  package var messages: Int
  package var bytes: Int

  package init(messages: Int = 0, bytes: Int = 0) {
    self.messages = messages
    self.bytes = bytes
  }

  package static let none = Backlog()

  /// Whether either count has reached its limit.
  package func reaches(_ limit: Backlog) -> Bool {
    messages >= limit.messages || bytes >= limit.bytes
  }
}
