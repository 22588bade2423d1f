import CMalloc

/// Counts the allocations of the process while a measurement runs.
struct Allocations {
  private(set) var count = 0
  private(set) var bytes = 0
  /// Whether the first allocation stops the program and prints where it came from.
  let trap: Bool

  init(trap: Bool) { self.trap = trap }

  mutating func counting(_ body: () -> Void) {
    let before = malloc_counts_now()
    if trap { malloc_trap_arm() }
    body()
    if trap { malloc_trap_disarm() }
    let after = malloc_counts_now()
    count += Int(after.allocations - before.allocations)
    bytes += Int(after.bytes - before.bytes)
  }
}
