extension WidthTable {
  /// The text cut to `columns`, with `…` where something is missing.
  package func fit(_ text: String, columns: Int) -> String {
    if self.columns(text) <= columns { return text }
    guard columns > 0 else { return "" }
    var scalars = String.UnicodeScalarView()
    var used = 0
    for scalar in text.unicodeScalars {
      used += self.columns(scalar)
      if used > columns - 1 { break }
      scalars.append(scalar)
    }
    return String(scalars) + "…"
  }

  /// The first text that fits, else the last one cut.
  package func first(of texts: [String], columns: Int) -> String {
    for text in texts where self.columns(text) <= columns { return text }
    return fit(texts.last ?? "", columns: columns)
  }

  /// The text in lines of at most `columns`, broken at blanks where there are any.
  package func wrap(_ text: String, columns: Int) -> [String] {
    guard columns > 0 else { return [] }
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ").map(String.init) {
      let joined = line.isEmpty ? word : line + " " + word
      if self.columns(joined) <= columns {
        line = joined
        continue
      }
      if !line.isEmpty { lines.append(line) }
      line = word
      while self.columns(line) > columns {
        let (head, tail) = split(line, columns: columns)
        // What is wider than a line alone stands in one all the same.
        if tail.isEmpty { break }
        lines.append(head)
        line = tail
      }
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines
  }

  /// At least one scalar that takes columns is in the head, with all that is drawn on it.
  private func split(_ text: String, columns: Int) -> (head: String, tail: String) {
    var head = String.UnicodeScalarView()
    var tail = String.UnicodeScalarView()
    var used = 0
    for scalar in text.unicodeScalars {
      let width = self.columns(scalar)
      let isFirst = used == 0
      used += width
      if tail.isEmpty, used <= columns || isFirst || width == 0 {
        head.append(scalar)
      } else {
        tail.append(scalar)
      }
    }
    return (String(head), String(tail))
  }

  /// The text with blanks before it, to fill `columns`.
  func right(_ text: String, _ columns: Int) -> String {
    String(repeating: " ", count: max(0, columns - self.columns(text))) + text
  }
}
