import Relay
import Testing

/// What the kernel says of control groups, as text.
struct MemoryGroupTests {
  @Test func `a process has its own group and those around it`() {
    #expect(
      MemoryGroup.all(in: "0::/system.slice/relay.service\n").map(\.limitFile) == [
        "/sys/fs/cgroup/system.slice/relay.service/memory.max",
        "/sys/fs/cgroup/system.slice/memory.max", "/sys/fs/cgroup/memory.max",
      ])
  }

  @Test func `the older version has a tree for memory`() {
    let groups = MemoryGroup.all(in: "9:name=systemd:/\n4:cpu,memory:/a\n1:cpuset:/\n0::/\n")
    #expect(
      groups.map(\.useFile) == [
        "/sys/fs/cgroup/memory/a/memory.usage_in_bytes",
        "/sys/fs/cgroup/memory/memory.usage_in_bytes", "/sys/fs/cgroup/memory.current",
      ])
  }

  @Test(arguments: ["", "\n", "nonsense", "0:", "4:memory"])
  func `what is no list of groups has none`(text: String) {
    #expect(MemoryGroup.all(in: text).isEmpty)
  }

  @Test func `no limit is said by a word, and by a number that no machine has`() {
    #expect(MemoryGroup.limit(in: "67108864\n") == 64 << 20)
    #expect(MemoryGroup.limit(in: "max\n") == nil)
    #expect(MemoryGroup.limit(in: "9223372036854771712\n") == nil)
  }

  @Test func `what files take is found in either version`() {
    #expect(MemoryGroup.fileByteCount(in: "anon 5\nfile 4096\nkernel 7\n") == 4_096)
    #expect(MemoryGroup.fileByteCount(in: "cache 3\ntotal_rss 9\ntotal_cache 8192\n") == 8_192)
    #expect(MemoryGroup.fileByteCount(in: "anon 5\n") == 0)
  }
}
