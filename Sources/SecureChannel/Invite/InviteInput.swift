import Vocabulary

/// Gathers an invite from what is pasted, piped or typed, however it was broken into lines on its way.
///
/// White space is no part of an invite, so a line that ends before the invite does goes on with the next
/// one: whatever was left of it would be read by the shell as a command. It is judged at the end of a line
/// that completes it, at an empty line, or where a mistake has no remedy by more text.
package struct InviteInput: Hashable, Sendable {
  package enum Step: Hashable, Sendable {
    /// It goes on.
    case more
    case whole(Invite)
    case wrong(InviteError)
  }

  /// What `host` writes before it, as far as people copy that along.
  private static let label = Array("invite:".utf8)

  /// Without white space.
  private var text: [UInt8] = []
  private var isLineEmpty = true

  package init() {}

  /// Reads a text that is all there is.
  package static func invite(in text: String) throws(InviteError) -> Invite {
    var input = InviteInput()
    let first = input.received(text.utf8)
    switch first == .more ? input.ended() : first {
    case .whole(let invite): return invite
    case .wrong(let error): throw error
    case .more: preconditionFailure("an invite goes on behind its end")
    }
  }

  /// Whether anything of an invite has come.
  package var hasBegun: Bool { !text.isEmpty }

  /// Takes what comes until the invite is judged; the rest is nobody's.
  package mutating func received(_ bytes: some Sequence<UInt8>) -> Step {
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\n"):
        let step = lineEnded()
        if step != .more { return step }
      case 0x20, 0x09...0x0D: break
      default:
        text.append(byte)
        isLineEmpty = false
        // Of all that comes, no more is kept than an error needs.
        if text.count > Invite.characterLimit { return ended() }
      }
    }
    return .more
  }

  /// Nothing more comes: what is there is all.
  package func ended() -> Step {
    if TextLines.isUTF16(text[...]) { return .wrong(InviteError(.utf16, at: 0)) }
    do throws(InviteError) {
      return .whole(try Invite(parsing: String(decoding: content, as: UTF8.self)))
    } catch {
      return .wrong(error)
    }
  }

  private mutating func lineEnded() -> Step {
    defer { isLineEmpty = true }
    guard hasBegun else { return .more }
    let step = ended()
    guard case .wrong(let error) = step, !isLineEmpty else { return step }
    return isCutShort(by: error) ? .more : step
  }

  /// Behind a byte order mark and the label.
  private var content: ArraySlice<UInt8> {
    let marked = TextLines.withoutMark(text[...])
    return marked.starts(with: Self.label) ? marked.dropFirst(Self.label.count) : marked
  }

  /// Whether more text could mend it.
  private func isCutShort(by error: InviteError) -> Bool {
    let content = content
    switch error.reason {
    case .scheme:
      return Array("ghostlines://".utf8).starts(with: content)
        || Array("ghostline://".utf8).starts(with: content) || Self.label.starts(with: content)
    case .secretLength(let expected, let found), .pinLength(let expected, let found):
      return found < expected && error.position + found == content.count
    case .hostMissing, .bracketUnclosed, .portMissing, .portNotANumber, .parameter, .secretMissing:
      return error.position >= content.count
    case .tooLong, .notASCII, .hostTooLong, .hostCharacter, .ipv6, .portOutOfRange, .olderVersion,
      .path, .pinWithoutTLS,
      .pinCharacter, .secretCharacter, .utf16:
      return false
    }
  }
}
