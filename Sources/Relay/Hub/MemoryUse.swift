/// What a control group has of its memory, in bytes.
package struct MemoryUse: Hashable, Sendable {
  /// Without what the system keeps of files: that goes by itself when it is needed.
  package let used: Int
  package let limit: Int

  package init(used: Int, limit: Int) {
    self.used = used
    self.limit = limit
  }

  /// The last eighth belongs to those who are in: the system ends a process that asks for more.
  var isScarce: Bool { used >= limit - limit / 8 }

  /// Not scarce any more, and not about to be again with the next one let in.
  var isSufficient: Bool { used < limit - limit / 4 }
}

/// Reads what the kernel says of control groups (cgroups(7), both versions).
package struct MemoryGroup: Hashable, Sendable {
  /// The folder below which all its files are.
  package let folder: String
  private let isUnified: Bool

  package var limitFile: String {
    folder + (isUnified ? "/memory.max" : "/memory.limit_in_bytes")
  }
  package var useFile: String {
    folder + (isUnified ? "/memory.current" : "/memory.usage_in_bytes")
  }
  package var detailFile: String { folder + "/memory.stat" }

  /// Every group of a process that may have a limit: its own and those around it.
  ///
  /// - Parameter text: of `/proc/self/cgroup`.
  package static func all(in text: String) -> [MemoryGroup] {
    var groups: [MemoryGroup] = []
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      let isUnified = parts[0] == "0" && parts[1].isEmpty
      guard isUnified || parts[1].split(separator: ",").contains("memory") else { continue }
      let root = isUnified ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory"
      var path = parts[2].split(separator: "/").prefix(mostDepth)
      while true {
        groups.append(
          MemoryGroup(
            folder: path.reduce(root) { "\($0)/\($1)" }, isUnified: isUnified))
        guard path.popLast() != nil else { break }
      }
    }
    return groups
  }

  private static let mostDepth = 16

  /// Nothing when there is none: `max`, or in the older version a number that no machine has.
  package static func limit(in text: String) -> Int? {
    number(text).flatMap { $0 < 1 << 60 ? $0 : nil }
  }

  package static func number(_ text: some StringProtocol) -> Int? {
    Int(text.prefix { $0 != "\n" })
  }

  /// What of it are files, by `memory.stat`.
  package static func fileByteCount(in text: String) -> Int {
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ")
      guard parts.count == 2, ["file", "total_cache"].contains(parts[0]) else { continue }
      return number(parts[1]) ?? 0
    }
    return 0
  }
}
