import Glibc

/// How many files and sockets this process may have open.
enum DescriptorLimit {
  /// Raises what is in force to what may be had, and returns it.
  ///
  /// The soft limit is low for the sake of programs that use `select`, which we do not.
  static func raised() -> Int {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
      return .max
    }
    if limit.rlim_cur < limit.rlim_max {
      var wanted = limit
      wanted.rlim_cur = limit.rlim_max
      if unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &wanted) == 0 {
        limit = wanted
      }
    }
    return Int(clamping: limit.rlim_cur)
  }
}
