import Glibc
import Relay

extension ProcessVitals {
  /// Asks the system; a few files of `/proc` are read.
  ///
  /// - Parameters:
  ///   - startedAt: Since the beginning of 1970.
  ///   - front: Whose certificate is told of.
  static func present(startedAt: Duration, behind front: RelayFront) -> ProcessVitals {
    var vitals = ProcessVitals()
    vitals.certificateEnd = front.certificates.map { .seconds($0.certificate.expiry) }
    vitals.startedAt = startedAt
    vitals.openDescriptors = countDescriptors()
    vitals.residentBytes = residentPages().map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) }
    var limit = rlimit()
    if unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
      vitals.mostDescriptors = Int(clamping: limit.rlim_cur)
    }
    var usage = rusage()
    if unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 {
      vitals.processorTime = Duration(usage.ru_utime) + Duration(usage.ru_stime)
    }
    return vitals
  }

  /// The time of day, since the beginning of 1970, in whole seconds.
  static func timeOfDay() -> Duration { .seconds(time(nil)) }

  /// Without the one that counting takes.
  private static func countDescriptors() -> Int? {
    guard let folder = unsafe opendir("/proc/self/fd") else { return nil }
    defer { unsafe closedir(folder) }
    var count = 0
    while let entry = unsafe readdir(folder) {
      // The first letter tells `.` and `..` from numbers.
      if unsafe entry.pointee.d_name.0 != CChar(UInt8(ascii: ".")) { count += 1 }
    }
    return count - 1
  }

  private static func residentPages() -> Int? {
    let file = unsafe open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 128)
    let count = unsafe read(file, &bytes, bytes.count)
    guard count > 0 else { return nil }
    let words = String(decoding: bytes[..<count], as: UTF8.self).split(separator: " ")
    return words.count > 1 ? Int(words[1]) : nil
  }
}

extension Duration {
  fileprivate init(_ time: timeval) {
    self = .seconds(time.tv_sec) + .microseconds(time.tv_usec)
  }
}
