/// Draws the one sentence on top of the sidebar, before all numbers.
struct SentencePanel: ScreenPart {
  static let compactHeight = 3
  static let fullHeight = 2

  let screen: Shared<ScreenModel>

  /// ```
  /// bob's moves come by RELAY, 158 ms round trip
  /// P2P down 4.0 s · in sync through frame 1320
  /// ```
  func full(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: Self.fullHeight, model.widths)
    let sentence = PlainSentence(screen)
    canvas.put(sentence.rows(columns: width).prefix(1).map(\.self), row: 0, column: 0)
    canvas.put(sentence.rest(columns: width), row: 1, column: 0)
    return canvas
  }

  /// ```
  /// bob's moves: RELAY, 158 ms
  /// P2P down 4.0 s
  /// in sync through frame 1320
  /// ```
  func compact(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: Self.compactHeight, model.widths)
    for (row, phrase) in PlainSentence(screen).rows(columns: width).enumerated() {
      canvas.put([phrase], row: row, column: 0)
    }
    return canvas
  }
}
