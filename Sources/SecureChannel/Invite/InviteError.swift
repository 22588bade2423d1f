import Vocabulary

/// Says what is wrong with an invite, and where.
package struct InviteError: Error, Hashable, Sendable {
  package enum Reason: Hashable, Sendable {
    case tooLong(limit: Int, found: Int)
    case notASCII
    case utf16
    /// It starts with neither `ghostline://` nor `ghostlines://`.
    case scheme
    case hostMissing
    case hostTooLong(limit: Int, found: Int)
    case hostCharacter
    case bracketUnclosed
    case ipv6
    case portMissing
    case portNotANumber
    /// Larger than 65,535, or zero.
    case portOutOfRange
    /// A room stands between the port and the secret, as older programs wrote it.
    case olderVersion
    /// It leads through a proxy, and no proxy knows it.
    case path
    /// What follows `?` is not `pin=`.
    case parameter
    /// A pin, and no TLS that it could be for.
    case pinWithoutTLS
    case pinLength(expected: Int, found: Int)
    case pinCharacter
    case secretMissing
    case secretLength(expected: Int, found: Int)
    case secretCharacter
  }

  package let reason: Reason
  /// Characters of the given text before the mistake.
  package let position: Int

  package init(_ reason: Reason, at position: Int) {
    self.reason = reason
    self.position = position
  }
}

extension InviteError: CustomStringConvertible {
  /// Never quotes the invite: it may hold a secret, and it may hold a stranger's control characters.
  package var description: String { "\(problem) (at character \(position + 1) of the invite)" }

  private var problem: String {
    switch reason {
    case .tooLong(let limit, let found): "an invite has at most \(limit) characters, found \(found)"
    case .notASCII: "an invite has only plain letters, digits and punctuation"
    case .utf16: "this is UTF-16, expected plain ASCII"
    case .scheme: "an invite starts with ghostline:// or ghostlines://"
    case .hostMissing: "expected the relay's host"
    case .hostTooLong(let limit, let found):
      "a host has at most \(limit) characters, found \(found)"
    case .hostCharacter: "expected a letter, digit, '-' or '.' of the host, or ':' and the port"
    case .bracketUnclosed: "expected ']' after an IPv6 address"
    case .ipv6: "expected an IPv6 address between '[' and ']'"
    case .portMissing: "expected ':' and the relay's port"
    case .portNotANumber: "expected a port, a number from 1 to 65535"
    case .portOutOfRange: "port must be from 1 to 65535"
    case .olderVersion:
      "this invite is of an older version, with a room after the port: let its host update and invite anew"
    case .path: "expected a path of at most \(RelayPath.characterLimit) plain characters"
    case .parameter: "expected pin= after '?'"
    case .pinWithoutTLS: "a pin is for ghostlines://, and this is ghostline://"
    case .pinLength(let expected, let found): "pin must be \(expected) characters, found \(found)"
    case .pinCharacter: "expected a letter or digit of the pin"
    case .secretMissing: "expected '#' and the secret; was the end of the invite cut off?"
    case .secretLength(let expected, let found):
      "secret must be \(expected) characters, found \(found)"
    case .secretCharacter: "expected a letter or digit of the secret"
    }
  }
}
