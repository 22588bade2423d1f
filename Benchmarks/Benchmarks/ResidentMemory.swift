import Glibc

/// Reads how much memory of the process is resident.
enum ResidentMemory {
  /// In KiB; the second number of `/proc/self/statm` in pages. Nothing when it cannot be read.
  static var kibibytes: Int? {
    let file = unsafe open("/proc/self/statm", O_RDONLY)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [64 of UInt8] = .init(repeating: 0)
    var span = bytes.mutableSpan
    let count = unsafe span.withUnsafeMutableBufferPointer {
      unsafe read(file, $0.baseAddress, $0.count)
    }
    var fields = [0]
    for index in 0..<max(0, count) {
      switch span[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        fields[fields.count - 1] = fields[fields.count - 1] * 10 + Int(span[index] - 48)
      default: fields.append(0)
      }
    }
    return fields.count > 1 ? fields[1] * (sysconf(Int32(_SC_PAGESIZE)) / 1024) : nil
  }
}
