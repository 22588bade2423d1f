import Rollback

extension Datagram {
  private struct Flags: OptionSet {
    let rawValue: UInt8
    static let echo = Flags(rawValue: 1)
    static let inputs = Flags(rawValue: 2)
    static let report = Flags(rawValue: 4)
    static let dispute = Flags(rawValue: 8)
    static let leaving = Flags(rawValue: 16)
    static let hearsDirect = Flags(rawValue: 32)
    static let hearsRelay = Flags(rawValue: 64)
    static let holdsFinal = Flags(rawValue: 128)
  }

  /// Appends the datagram; `inputWidth` is the size of the game's raw input in bytes, 1...8.
  package func encode(into writer: inout ByteWriter, inputWidth: Int) {
    Envelope(kind: .match, epoch: epoch, sender: sender).encode(into: &writer)
    writer.byte(flags.rawValue)
    writer.uint16(probe.sequence)
    if let echo = probe.echo {
      writer.uint16(echo.sequence)
      writer.uint16(UInt16(clamping: echo.held.wholeNanoseconds / 10_000))
    }
    writer.uint16(acknowledged)
    writer.byte(UInt8(bitPattern: leadQuarters))
    if let inputs { inputs.encode(into: &writer, width: inputWidth) }
    if let report { report.encode(into: &writer) }
    if !dispute.isEmpty {
      writer.byte(UInt8(dispute.count))
      for entry in dispute { entry.encode(into: &writer) }
    }
  }

  /// Decodes what follows an envelope of kind `match`.
  ///
  /// - Throws: `WireError` for anything that `encode` cannot have written.
  package init(
    envelope: Envelope, body reader: inout ByteReader, inputWidth: Int
  ) throws(WireError) {
    let flags = Flags(rawValue: try reader.byte())
    let sequence = try reader.uint16()
    var echo: PathProbe.Echo?
    if flags.contains(.echo) {
      let heard = try reader.uint16()
      let units = try reader.uint16()
      echo = PathProbe.Echo(sequence: heard, held: Self.heldUnit * Int(units))
    }
    var hears: PathSet = []
    if flags.contains(.hearsDirect) { hears.insert(.direct) }
    if flags.contains(.hearsRelay) { hears.insert(.relay) }
    self.init(
      epoch: envelope.epoch, sender: envelope.sender,
      probe: PathProbe(sequence: sequence, echo: echo),
      acknowledged: try reader.uint16(),
      leadQuarters: Int8(bitPattern: try reader.byte()),
      hears: hears,
      isLeaving: flags.contains(.leaving),
      holdsFinalReport: flags.contains(.holdsFinal))
    if flags.contains(.inputs) { inputs = try InputRun(from: &reader, width: inputWidth) }
    if flags.contains(.report) { report = try HashReport(from: &reader) }
    if flags.contains(.dispute) {
      let count = Int(try reader.byte())
      guard (1...Self.maxDispute).contains(count) else { throw .invalid(.count) }
      for _ in 0..<count { dispute.append(try HashReport(from: &reader)) }
    }
    try reader.end()
  }

  private var flags: Flags {
    var flags: Flags = []
    if probe.echo != nil { flags.insert(.echo) }
    if inputs != nil { flags.insert(.inputs) }
    if report != nil { flags.insert(.report) }
    if !dispute.isEmpty { flags.insert(.dispute) }
    if isLeaving { flags.insert(.leaving) }
    if hears.contains(.direct) { flags.insert(.hearsDirect) }
    if hears.contains(.relay) { flags.insert(.hearsRelay) }
    if holdsFinalReport { flags.insert(.holdsFinal) }
    return flags
  }
}

extension Datagram.InputRun {
  /// Base, count, then runs of (value, length) until the count is reached.
  fileprivate func encode(into writer: inout ByteWriter, width: Int) {
    precondition((1...Datagram.maxInputs).contains(words.count), "\(words.count) inputs")
    writer.uint16(base)
    writer.byte(UInt8(words.count))
    var start = 0
    while start < words.count {
      var end = start + 1
      while end < words.count && words[end] == words[start] { end += 1 }
      writer.word(words[start], width)
      writer.byte(UInt8(end - start))
      start = end
    }
  }

  fileprivate init(from reader: inout ByteReader, width: Int) throws(WireError) {
    base = try reader.uint16()
    let count = Int(try reader.byte())
    guard (1...Datagram.maxInputs).contains(count) else { throw .invalid(.count) }
    words = []
    words.reserveCapacity(count)
    while words.count < count {
      let value = try reader.word(width)
      let length = Int(try reader.byte())
      // Neighbouring runs of one value would be a second encoding of the same inputs.
      guard length > 0, words.count + length <= count, words.last != value
      else { throw .invalid(.run) }
      for _ in 0..<length { words.append(value) }
    }
  }
}

extension Datagram.HashReport {
  fileprivate func encode(into writer: inout ByteWriter) {
    writer.varint(frame.number)
    writer.uint64(chain)
  }

  fileprivate init(from reader: inout ByteReader) throws(WireError) {
    frame = Frame(try reader.varint())
    chain = try reader.uint64()
  }
}
