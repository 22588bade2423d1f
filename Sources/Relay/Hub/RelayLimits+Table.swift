extension RelayLimits {
  /// One of the limits by name: what it bounds, and within what it may be set.
  package struct Row: Sendable {
    private enum Field: Sendable {
      case count(any WritableKeyPath<RelayLimits, Int> & Sendable)
      /// In whole seconds.
      case time(any WritableKeyPath<RelayLimits, Duration> & Sendable)
    }

    /// As an operator writes it: that of the property in small letters, with its unit.
    package let name: String
    /// What it bounds, in one line.
    package let meaning: String
    package let range: ClosedRange<Int>
    private let field: Field

    fileprivate init(
      _ name: String, _ field: any WritableKeyPath<RelayLimits, Int> & Sendable,
      _ range: ClosedRange<Int>, _ meaning: String
    ) {
      self.name = name
      self.meaning = meaning
      self.range = range
      self.field = .count(field)
    }

    fileprivate init(
      _ name: String, _ field: any WritableKeyPath<RelayLimits, Duration> & Sendable,
      _ range: ClosedRange<Int>, _ meaning: String
    ) {
      self.name = name + "-seconds"
      self.meaning = meaning
      self.range = range
      self.field = .time(field)
    }

    package func value(in limits: RelayLimits) -> Int {
      switch field {
      case .count(let path): limits[keyPath: path]
      case .time(let path): Int(limits[keyPath: path].components.seconds)
      }
    }

    /// - Parameter value: Within `range`.
    package func set(_ value: Int, in limits: inout RelayLimits) {
      precondition(range.contains(value), "\(name) \(value) is not within \(range)")
      switch field {
      case .count(let path): limits[keyPath: path] = value
      case .time(let path): limits[keyPath: path] = .seconds(value)
      }
    }
  }

  /// All of them; a test compares with the properties, so that none can be forgotten here.
  package static let table = [
    Row("connections", \.connections, 1...1_000_000, "Connections at a time."),
    Row(
      "connections-per-address", \.connectionsPerAddress, 1...1_000_000,
      "The same from one IPv4 address or IPv6 /64."),
    Row(
      "modest-connections", \.modestConnections, 1...1_000_000,
      "The same when three quarters of all connections are taken."),
    Row(
      "connections-per-minute", \.connectionsPerMinute, 1...1_000_000,
      "Attempts to connect from one address."),
    Row("site-factor", \.siteFactor, 1...65_536, "Times what an address has, for an IPv6 /48."),
    Row("lingering", \.lingering, 1...100_000, "Connections that are told why there is no more."),
    Row("header-bytes", \.headerBytes, 1_024...65_536, "The request of a handshake."),
    Row("stranger-frames", \.strangerFrames, 1...1_000, "Frames of who is in no room yet."),
    Row("handshake", \.handshake, 1...60, "From a connection to the end of its handshake."),
    Row("authentication", \.authentication, 1...60, "From the handshake to a room."),
    Row(
      "ping-interval", \.pingInterval, 1...60, "Between two questions whether a client is there."),
    Row("silence", \.silence, 2...600, "After which a client that says nothing is gone."),
    Row("unwritable", \.unwritable, 1...60, "How long a client may leave its bytes unread."),
    Row(
      "owed-bytes", \.owedBytes, 4_096...1_000_000,
      "What is kept for it meanwhile beside the newest datagrams."),
    Row("frames-per-second", \.framesPerSecond, 1...100_000, "Frames of one connection."),
    Row("bytes-per-second", \.bytesPerSecond, 4_096...100_000_000, "Bytes of one connection."),
    Row("signals-per-second", \.signalsPerSecond, 17...10_000, "Signals of one connection."),
    Row("abuse-factor", \.abuseFactor, 2...1_000, "Times over its rate that ends a connection."),
    Row("rooms", \.rooms, 1...1_000_000, "Rooms at a time."),
    Row("room-capacity", \.roomCapacity, 2...16, "Seats of a room, players and spectators."),
    Row("room-lifetime", \.roomLifetime, 60...604_800, "After which a room ends in any case."),
    Row("room-idle", \.roomIdle, 1...3_600, "How long a room without anybody stays."),
    Row("rooms-per-minute", \.roomsPerMinute, 1...100_000, "Rooms that one address may open."),
    Row(
      "empty-rooms-per-address", \.emptyRoomsPerAddress, 1...100_000,
      "Rooms without anybody that one address may leave behind."),
    Row("seatings-per-minute", \.seatingsPerMinute, 1...100_000, "How often one seat is taken."),
    Row("resume-grace", \.resumeGrace, 1...600, "How long a seat lost in a match is kept."),
    Row("failures-forgiven", \.failuresForgiven, 0...1_000, "Wrong invites that cost nothing."),
    Row("failure-memory", \.failureMemory, 1...3_600, "How long each of them is remembered."),
    Row("first-delay", \.firstDelay, 1...60, "What one more has to wait; doubled with each."),
    Row("longest-delay", \.longestDelay, 1...60, "What one waits at most."),
    Row("most-failures", \.mostFailures, 1...1_000, "More of them are not remembered."),
    Row("addresses", \.addresses, 1...10_000_000, "Addresses that are remembered for their rates."),
  ]
}
