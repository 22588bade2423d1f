import Vocabulary

/// One preference, and where it was found.
package struct Setting: Hashable, Sendable {
  /// What may stand in a file: preferences, nothing that belongs to one match.
  package static let names = guides.map(\.name)

  package let name: String
  package let value: String
  package let origin: String

  package init(name: String, value: String, origin: String) {
    self.name = name
    self.value = value
    self.origin = origin
  }

  /// The variable of the environment that says the same as a line of the file.
  package static func variable(_ name: String, prefix: String = "GHOSTLINE_") -> String {
    prefix + name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
  }
}

/// Reads settings: the file's, and then those of the environment, which count more.
package enum SettingsText {
  /// More than any preferences take, so that a file that never ends is told, not read.
  package static let maximumBytes = 65_536

  /// - Parameters:
  ///   - path: The file's name, for sentences alone.
  ///   - names: What may be set there.
  /// - Throws: `Failure` with the line that is wrong, and what was expected.
  package static func settings(
    in bytes: [UInt8], of path: String, named names: [String] = Setting.names
  ) throws(Failure) -> [Setting] {
    guard bytes.count <= maximumBytes else {
      throw Failure(.usage, "\(path) is longer than \(maximumBytes) bytes: these are no settings")
    }
    let text: TextLines
    do throws(TextLines.Fault) {
      text = try TextLines(bytes)
    } catch {
      throw Failure(.usage, "\(path):\(error.line): \(error.reason)")
    }
    var settings: [Setting] = []
    for line in text.lines {
      if let setting = try setting(in: line, at: "\(path):\(line.number)", named: names) {
        settings.append(setting)
      }
    }
    return settings
  }

  /// Variables that are empty say nothing.
  package static func settings(
    in environment: [String: String], named names: [String] = Setting.names,
    prefix: String = "GHOSTLINE_"
  ) -> [Setting] {
    names.compactMap { name in
      let variable = Setting.variable(name, prefix: prefix)
      let value = trimmed((environment[variable] ?? "")[...])
      return value.isEmpty ? nil : Setting(name: name, value: value, origin: variable)
    }
  }

  private static func setting(
    in line: TextLines.Line, at origin: String, named names: [String]
  ) throws(Failure) -> Setting? {
    guard let text = line.text else {
      throw Failure(.usage, "\(origin): this is no UTF-8: save the file as that")
    }
    let content = trimmed(text[...])
    if content.isEmpty || content.hasPrefix("#") { return nil }
    let parts = content.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      throw Failure(.usage, "\(origin): expected NAME = VALUE, for example \(names[0]) = …")
    }
    let name = trimmed(parts[0])
    guard names.contains(name) else {
      throw Failure(
        .usage,
        "\(origin): there is no setting '\(shown(name))'; there are "
          + names.joined(separator: ", "))
    }
    return Setting(name: name, value: trimmed(parts[1]), origin: origin)
  }

  /// What somebody wrote, for a sentence: without what a terminal might obey, and not for ever.
  static func shown(_ text: String) -> String {
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where shown.count < 64 {
      switch scalar.properties.generalCategory {
      case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
        .paragraphSeparator:
        break
      default: shown.append(scalar)
      }
    }
    return String(shown)
  }

  private static func trimmed(_ text: Substring) -> String {
    var rest = text.drop(while: \.isWhitespace)
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }
}
