import Glibc
import Relay

/// Looks how near this process is to the limit of its control groups; nothing without a limit.
struct MemoryGauge {
  private static let mostFileBytes = 16_384

  private let groups: [(group: MemoryGroup, limit: Int)]

  init() {
    groups = MemoryGroup.all(in: Self.text(of: "/proc/self/cgroup") ?? "").compactMap { group in
      let limit = Self.text(of: group.limitFile).flatMap { MemoryGroup.limit(in: $0) }
      return limit.map { (group, $0) }
    }
  }

  /// Of the group that has least left.
  var use: MemoryUse? {
    groups.compactMap { group, limit in
      guard let used = Self.text(of: group.useFile).flatMap({ MemoryGroup.number($0) }) else {
        return nil
      }
      // What files take is only looked at where it matters: it is a long page of text.
      guard used > limit / 2, let detail = Self.text(of: group.detailFile) else {
        return MemoryUse(used: used, limit: limit)
      }
      return MemoryUse(used: used - MemoryGroup.fileByteCount(in: detail), limit: limit)
    }.min { $0.limit - $0.used < $1.limit - $1.used }
  }

  private static func text(of path: String) -> String? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: mostFileBytes)
    let count = unsafe read(descriptor, &bytes, bytes.count)
    guard count > 0 else { return nil }
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}
