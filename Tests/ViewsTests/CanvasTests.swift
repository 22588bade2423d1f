import Testing
import Views

@Suite struct CanvasTests {
  @Test func `text outside the canvas is cut off at its edges`() {
    var canvas = Canvas(width: 4, height: 2)
    canvas.put("abcdef", row: 0, column: -1, .text)
    canvas.put("xyz", row: 1, column: 2, .text)
    canvas.put("never", row: 2, column: 0, .text)
    #expect(canvas.text() == "bcde\n  xy")
  }

  @Test func `a wide character takes two columns and is never cut in half`() {
    var canvas = Canvas(width: 5, height: 2)
    #expect(canvas.put("日本", row: 0, column: 0, .text) == 4)
    canvas.put("日", row: 1, column: 4, .text)
    #expect(canvas.text() == "日本\n")
    #expect(canvas[row: 0, column: 1].isContinuation)
  }

  @Test func `controls and direction changes are never drawn`() {
    var canvas = Canvas(width: 8, height: 1)
    canvas.put("a\u{1b}[\u{202e}b\u{7}\u{200d}c\u{fe0f}", row: 0, column: 0, .text)
    #expect(canvas.text() == "a[bc")
  }

  @Test func `marks are in the cell of their character, two at most`() {
    var canvas = Canvas(width: 8, height: 1)
    #expect(canvas.put("e\u{301}\u{302}\u{303}x日\u{301}y", row: 0, column: 0, .text) == 5)
    #expect(canvas.text() == "e\u{301}\u{302}x日\u{301}y")
    #expect(canvas[row: 0, column: 0].scalar == "e")
    #expect(canvas[row: 0, column: 0].marks.values == (0x301, 0x302))
    #expect(canvas[row: 0, column: 1].marks == .none)
    #expect(canvas[row: 0, column: 2].marks.values == (0x301, 0))
  }

  @Test func `marks without a character of their own text are left out`() {
    var canvas = Canvas(width: 3, height: 1)
    canvas.put("ab", row: 0, column: 0, .text)
    canvas.put("\u{301}", row: 0, column: 1, .text)
    canvas.put("日\u{302}", row: 0, column: 2, .text)
    canvas.put("x\u{303}y", row: 0, column: -1, .text)
    canvas.put("z\u{304}", row: 0, column: 3, .text)
    #expect(canvas.text() == "yb")
  }

  @Test func `a syllable in its parts takes the columns of one`() {
    var canvas = Canvas(width: 4, height: 1)
    #expect(canvas.put("\u{1112}\u{1161}\u{11ab}|", row: 0, column: 0, .text) == 3)
    #expect(canvas[row: 0, column: 1].isContinuation)
    #expect(canvas.text() == "\u{1112}\u{1161}\u{11ab}|")
  }

  @Test func `a mark that changes is damage`() {
    var old = Canvas(width: 3, height: 1)
    old.put("e\u{301}", row: 0, column: 0, .text)
    var new = Canvas(width: 3, height: 1)
    new.put("e\u{302}", row: 0, column: 0, .text)
    #expect(new.damage(since: old) == [Canvas.Run(row: 0, columns: 0..<1)])
  }

  @Test func `a glyph is plain bytes, sixteen at most`() {
    #expect(MemoryLayout<Glyph>.stride == 16)
    #expect(_isPOD(Glyph.self))
  }

  @Test func `pasting clips at the edges`() {
    var canvas = Canvas(width: 3, height: 2)
    var other = Canvas(width: 3, height: 2)
    other.put("123", row: 0, column: 0, .text)
    other.put("456", row: 1, column: 0, .text)
    canvas.paste(other, row: 1, column: 2)
    #expect(canvas.text() == "\n  1")
  }

  @Test func `equal canvases have no damage`() {
    var canvas = Canvas(width: 10, height: 3)
    canvas.put("abc", row: 1, column: 2, .text)
    #expect(canvas.damage(since: canvas) == [])
  }

  @Test func `changes close together are one run and others are apart`() {
    let old = Canvas(width: 20, height: 2)
    var new = old
    new.put("a", row: 0, column: 1, .text)
    new.put("b", row: 0, column: 6, .text)
    new.put("c", row: 0, column: 12, .text)
    new.put("d", row: 1, column: 19, .text)
    #expect(
      new.damage(since: old) == [
        Canvas.Run(row: 0, columns: 1..<7), Canvas.Run(row: 0, columns: 12..<13),
        Canvas.Run(row: 1, columns: 19..<20),
      ])
  }

  @Test func `a change of style alone is damage`() {
    var old = Canvas(width: 3, height: 1)
    old.put("a", row: 0, column: 0, .text)
    var new = Canvas(width: 3, height: 1)
    new.put("a", row: 0, column: 0, .dim)
    #expect(new.damage(since: old) == [Canvas.Run(row: 0, columns: 0..<1)])
  }

  @Test func `another size is damaged all over`() {
    let damage = Canvas(width: 3, height: 2).damage(since: Canvas(width: 2, height: 2))
    #expect(
      damage == [Canvas.Run(row: 0, columns: 0..<3), Canvas.Run(row: 1, columns: 0..<3)])
  }

  @Test func `damage holds both halves of a wide character, also of one that is gone`() {
    var old = Canvas(width: 6, height: 1)
    old.put("a日", row: 0, column: 0, .text)
    var new = Canvas(width: 6, height: 1)
    new.put("ab", row: 0, column: 0, .text)
    #expect(new.damage(since: old) == [Canvas.Run(row: 0, columns: 1..<3)])
    #expect(old.damage(since: new) == [Canvas.Run(row: 0, columns: 1..<3)])
  }

  @Test func `drawing the damage of one canvas onto another makes them equal`() {
    var old = Canvas(width: 30, height: 4)
    old.put("日本 first picture", row: 0, column: 3, .strong)
    old.put("second row", row: 2, column: 10, .dim)
    var new = Canvas(width: 30, height: 4)
    new.put("x日本", row: 0, column: 2, .text)
    new.put("third 日 row", row: 3, column: 18, .dim)
    var drawn = old
    for run in new.damage(since: old) {
      for column in run.columns {
        drawn.set(new[row: run.row, column: column], row: run.row, column: column)
      }
    }
    #expect(drawn == new)
  }
}
