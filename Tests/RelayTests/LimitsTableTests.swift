import Relay
import Testing

/// The limits as an operator sets them.
struct LimitsTableTests {
  private static let properties = Mirror(reflecting: RelayLimits()).children.compactMap(\.label)

  /// `roomsPerMinute` is `rooms-per-minute`.
  private static func name(_ property: String) -> String {
    property.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
  }

  @Test func `every limit has a name to set it by, in the order of the type`() {
    let isTime = Mirror(reflecting: RelayLimits()).children.map { $0.value is Duration }
    let names = zip(Self.properties, isTime).map { Self.name($0) + ($1 ? "-seconds" : "") }
    #expect(RelayLimits.table.map(\.name).sorted() == names.sorted())
  }

  @Test func `defaults are within their range, and told in full`() {
    for row in RelayLimits.table {
      let value = row.value(in: RelayLimits())
      #expect(row.range.contains(value), "\(row.name)")
      var limits = RelayLimits()
      row.set(value, in: &limits)
      #expect(limits == RelayLimits(), "\(row.name) is whole in its unit")
      #expect(row.meaning.hasSuffix("."))
    }
  }

  @Test func `each name sets its own limit and no other`() {
    for row in RelayLimits.table {
      for value in [row.range.lowerBound, row.range.upperBound] {
        var limits = RelayLimits()
        row.set(value, in: &limits)
        #expect(row.value(in: limits) == value)
        for other in RelayLimits.table where other.name != row.name {
          #expect(other.value(in: limits) == other.value(in: RelayLimits()))
        }
      }
    }
  }

  @Test func `a hub of the smallest and of the largest limits works`() {
    for bound in [\ClosedRange<Int>.lowerBound, \.upperBound] {
      var limits = RelayLimits()
      for row in RelayLimits.table { row.set(row.range[keyPath: bound], in: &limits) }
      var bench = Bench(limits)
      bench.connect(0)
      #expect(bench.say(0, create(capacity: 2)) == [welcomed(0, 0, of: 2)])
      bench.wait(limits.silence)
      _ = bench.tick()
      #expect(bench.hub.statistics.connections == 0)
    }
  }
}
