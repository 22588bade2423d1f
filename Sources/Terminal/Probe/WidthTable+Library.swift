import CNcurses
import Views

extension WidthTable {
  /// What the C library says in the locale that is set: curses counts columns by the same.
  static func ofLibrary() -> WidthTable {
    let columns = unsafe [Int8](unsafeUninitializedCapacity: scalars) { buffer, count in
      if let start = buffer.baseAddress { unsafe nc_widths(start, Int32(scalars)) }
      count = scalars
    }
    return WidthTable(columns: columns)
  }
}
