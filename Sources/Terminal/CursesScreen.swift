import CNcurses
import CTerminal
import Views

/// Drives curses: turns canvases into the bytes that change the screen.
///
/// For the render thread alone. Keeps what is on the screen and hands curses only the difference:
/// handing it everything took twice the time. Curses writes to memory and never sees the terminal:
/// whether, when and how much of it is sent is decided by others, who take it with `takeBytes`.
struct CursesScreen {
  /// Switches on reports of focus, and brackets around pasted text.
  private static let modesOn = "\u{1b}[?1004h\u{1b}[?2004h"
  private static let modesOff = "\u{1b}[?1004l\u{1b}[?2004l"
  /// Reports of the mouse's buttons, in the encoding that knows every column.
  private static let mouseOn = "\u{1b}[?1000h\u{1b}[?1006h"
  private static let mouseOff = "\u{1b}[?1006l\u{1b}[?1000l"

  /// Between these the terminal shows nothing, then all at once.
  private static let frameBegin = "\u{1b}[?2026h"
  private static let frameEnd = "\u{1b}[?2026l"
  private static let stringEnd = "\u{1b}\\"

  private let descriptor: Int32
  private let output: CursesOutput
  private var shown: Canvas?
  private var theme = Theme.night
  private let depth: ColourDepth
  private let synchronizesOutput: Bool
  private let reportsMouse: Bool
  private let takesTitle: Bool
  /// What the window is called; nothing while it has its own title.
  private var title: String?
  /// Whether the terminal keeps the title that it had before.
  private var hasPushedTitle = false
  /// Curses' numbers of colour pairs, by foreground and background.
  private var pairs: [Int64: Int32] = [:]
  private var buffer: [cchar_t] = []
  /// How the last cell of this picture was handed over.
  private var last: Appearance?

  /// Takes the terminal; `nil` when curses does not know it, or cannot place its cursor.
  ///
  /// - Parameters:
  ///   - terminal: The value of TERM.
  ///   - descriptor: The terminal that a crash leaves as it was.
  static func open(
    _ capabilities: TerminalCapabilities, terminal: String, on descriptor: Int32,
    reportsMouse: Bool
  ) -> CursesScreen? {
    guard nc_can_place() != 0, let output = CursesOutput(), unsafe nc_newterm(output.file) != nil
    else { return nil }
    beginBuffering(output)
    var screen = CursesScreen(
      capabilities, terminal: terminal, on: descriptor, output, reportsMouse: reportsMouse)
    unsafe armRestore(descriptor, restoring: screen.farewell)
    screen.configure()
    screen.greet()
    return screen
  }

  /// Whether the terminal's description says that it reports where the cursor is.
  static var reportsCursor: Bool { unsafe nc_capability("u7") != nil }

  var hasColours: Bool { depth != .none }

  /// What is to be sent to the terminal, in order.
  mutating func takeBytes() -> [UInt8] { output.take() }

  /// Leaves and comes back: until it has done that once, curses writes what it has whenever it moves
  /// the cursor, ten times for a picture. Before there are colours, since it would reset the palette.
  private static func beginBuffering(_ output: CursesOutput) {
    endwin()
    // That was for a screen of any size.
    _ = output.take()
    fitWindow()
    unsafe wrefresh(nc_stdscr())
  }

  private init(
    _ capabilities: TerminalCapabilities, terminal: String, on descriptor: Int32,
    _ output: CursesOutput, reportsMouse: Bool
  ) {
    self.descriptor = descriptor
    self.output = output
    self.reportsMouse = reportsMouse
    takesTitle = TerminalTitle.isKnown(to: terminal)
    synchronizesOutput = capabilities.synchronizesOutput
    let hasColours = has_colors() && start_color() == OK
    depth = ColourDepth(
      colours: hasColours ? Int(nc_colors()) : 0, rgb: unsafe DirectColour.Capability.told())
  }

  /// Ends whatever was switched on, a frame that was cut off too.
  private var farewell: String {
    (synchronizesOutput ? Self.frameEnd : "") + (takesTitle ? TerminalTitle.pop : "")
      + (reportsMouse ? Self.mouseOff : "") + Self.modesOff
  }

  private mutating func greet() {
    if takesTitle, !hasPushedTitle { send(TerminalTitle.push) }
    hasPushedTitle = takesTitle
    send(Self.modesOn + (reportsMouse ? Self.mouseOn : ""))
    if let title { send(TerminalTitle.sequence(title)) }
  }

  /// Sends bytes past curses, in order with its own.
  private func send(_ text: String) { output.append(text) }

  private func configure() {
    nonl()
    curs_set(0)
    unsafe leaveok(nc_stdscr(), true)
    // Keys are read elsewhere: curses would ask the terminal for some before every few rows.
    typeahead(-1)
    if depth != .none { use_default_colors() }
  }

  /// Gives the terminal back until `enter`.
  mutating func leave() {
    // Ends what was cut off, whatever it was.
    send(Self.stringEnd + farewell)
    hasPushedTitle = false
    endwin()
    shown = nil
  }

  /// Has nothing sent until `enter`: the terminal is somebody else's already.
  mutating func forget() {
    endwin()
    _ = output.take()
    shown = nil
  }

  /// Takes the terminal again.
  mutating func enter() {
    unsafe armRestore(descriptor, restoring: farewell)
    // First, since curses tells the terminal which rows may scroll.
    Self.fitWindow()
    unsafe wrefresh(nc_stdscr())
    curs_set(0)
    greet()
    shown = nil
  }

  /// Rings the bell once.
  func ring() { send("\u{7}") }

  /// Asks the terminal to put `text` where it pastes from.
  func copy(_ text: String) { send(ClipboardRequest.sequence(text)) }

  /// Calls the window `text` until the terminal is given back, where the terminal knows how.
  mutating func setTitle(_ text: String) {
    guard takesTitle, title != text else { return }
    title = text
    send(TerminalTitle.sequence(text))
  }

  /// Shows a picture; returns how many cells were handed over.
  mutating func draw(_ picture: Handover.Picture, isRepaint: Bool) -> Int {
    let canvas = picture.canvas
    if isRepaint || shown == nil { Self.fitWindow() }
    let old = isRepaint || picture.theme != theme ? nil : shown
    theme = picture.theme
    let runs = canvas.damage(since: old)
    if isRepaint { unsafe clearok(nc_stdscr(), true) }
    last = nil
    var cells = 0
    for run in runs { cells += put(run, of: canvas) }
    if isRepaint || !runs.isEmpty { refresh() }
    shown = canvas
    return cells
  }

  /// Writes what has changed in one piece, between the marks of a frame where the terminal knows them.
  private func refresh() {
    if synchronizesOutput { send(Self.frameBegin) }
    unsafe wrefresh(nc_stdscr())
    if synchronizesOutput { send(Self.frameEnd) }
  }

  /// Tells curses the size: it would learn it only from keys, which it never sees. A new size is always
  /// followed by a picture that repaints.
  private static func fitWindow() {
    let size = TerminalSize.read()
    if unsafe getmaxx(nc_stdscr()) != Int32(size.columns)
      || getmaxy(nc_stdscr()) != Int32(size.rows)
    {
      resizeterm(Int32(size.rows), Int32(size.columns))
      unsafe clearok(nc_stdscr(), true)
    }
  }

  private mutating func put(_ run: Canvas.Run, of canvas: Canvas) -> Int {
    buffer.removeAll(keepingCapacity: true)
    for column in run.columns {
      let glyph = canvas[row: run.row, column: column]
      if !glyph.isContinuation { buffer.append(cell(glyph, canvas.widths)) }
    }
    let count = buffer.count
    let row = Int32(run.row)
    let column = Int32(run.columns.lowerBound)
    guard unsafe wmove(nc_stdscr(), row, column) == OK else { return 0 }
    unsafe buffer.withUnsafeBufferPointer { cells in
      _ = unsafe wadd_wchnstr(nc_stdscr(), cells.baseAddress, Int32(count))
    }
    return count
  }

  private mutating func cell(_ glyph: Glyph, _ widths: WidthTable) -> cchar_t {
    var glyph = glyph
    if depth.blanksBlocks, glyph.scalar == "█" {
      glyph = Glyph(" ", Style(.text, on: glyph.style.foreground))
    }
    var appearance = depth.appearance(of: glyph.style, in: theme)
    // To switch colours and bold letters for a blank took a sixth of all bytes.
    if glyph.scalar == " ", let last, last.paintsBlanks(as: appearance) { appearance = last }
    last = appearance
    var result = cchar_t()
    _ = unsafe nc_setcchar(
      &result, wchar_t(bitPattern: glyph.scalar.value), followers(of: glyph, widths),
      attributes(appearance.attributes), pair(appearance))
    return result
  }

  /// The marks of a character; behind one that moves the terminal's cursor by less than curses
  /// believes, the blank that makes up for it.
  private func followers(of glyph: Glyph, _ widths: WidthTable) -> nc_followers {
    let isPadded = widths.place(of: glyph.scalar) == .padded
    guard isPadded || glyph.marks != .none else { return nc_followers() }
    let (first, second) = glyph.marks.values
    var scalars = [first, second].filter { $0 != 0 }.map { wchar_t(bitPattern: $0) }
    if isPadded { scalars.append(wchar_t(0x20)) }
    scalars += [0, 0, 0, 0]
    return nc_followers(scalars: (scalars[0], scalars[1], scalars[2], scalars[3]))
  }

  private func attributes(_ attributes: Style.Attributes) -> attr_t {
    var result: attr_t = 0
    if attributes.contains(.bold) { result |= nc_bold() }
    if attributes.contains(.underline) { result |= nc_underline() }
    if attributes.contains(.reverse) { result |= nc_reverse() }
    return result
  }

  private mutating func pair(_ appearance: Appearance) -> Int32 {
    guard depth != .none else { return 0 }
    let foreground = appearance.foreground.map { Int32(depth.number($0)) } ?? -1
    let background = appearance.background.map { Int32(depth.number($0)) } ?? -1
    if foreground < 0, background < 0 { return 0 }
    let key = Int64(foreground + 1) << 32 | Int64(background + 1)
    if let pair = pairs[key] { return pair }
    let pair = max(alloc_pair(foreground, background), 0)
    pairs[key] = pair
    return pair
  }
}

extension Appearance {
  /// Whether a blank looks the same in both: it shows no letter.
  fileprivate func paintsBlanks(as other: Appearance) -> Bool {
    // As numbers: a set of options that is written as a literal is built anew for each cell.
    let shapes = Style.Attributes.underline.rawValue | Style.Attributes.reverse.rawValue
    return background == other.background
      && (attributes.rawValue | other.attributes.rawValue) & shapes == 0
  }
}

extension DirectColour.Capability {
  /// What the description of the terminal that curses has opened says.
  @unsafe fileprivate static func told() -> Self? {
    if nc_rgb_flag() != 0 { return .flag }
    let number = Int(nc_rgb_number())
    if number > 0 { return .number(number) }
    return unsafe nc_rgb_text().map { unsafe .text(String(cString: $0)) }
  }
}

/// Tells the crash handler how to leave the screen, in the terminal's own words.
@unsafe private func armRestore(_ descriptor: Int32, restoring modes: String) {
  var bytes = modes
  for name in ["sgr0", "op", "rmkx", "cnorm", "rmcup"] {
    bytes += unsafe String(cString: nc_writing(name))
  }
  bytes += "\r"
  unsafe bytes.withCString { text in unsafe ct_restore_arm(descriptor, text, bytes.utf8.count) }
}
