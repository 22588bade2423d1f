import Rollback
package import Vocabulary

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

  /// In the count of a dispute's entries: sections follow them.
  private static let sectionsFollow: UInt8 = 0x80

  /// Appends the datagram; `inputWidth` is the size of the game's raw input in bytes, 1...8.
  package func encode(into writer: inout ByteWriter, inputWidth: Int) {
    encodeHead(into: &writer)
    encodeBody(into: &writer, inputWidth: inputWidth)
  }

  /// Appends what differs between two paths: everything through the echo.
  package func encodeHead(into writer: inout ByteWriter) {
    Envelope(kind: .match, epoch: epoch, sender: sender).encode(into: &writer)
    writer.byte(flags.rawValue)
    writer.uint16(probe.sequence)
    if let echo = probe.echo {
      writer.uint16(echo.sequence)
      writer.uint16(UInt16(clamping: echo.held.wholeNanoseconds / 10_000))
    }
  }

  /// Appends what is the same on both paths: everything behind the echo.
  package func encodeBody(into writer: inout ByteWriter, inputWidth: Int) {
    writer.uint16(acknowledged)
    writer.byte(UInt8(bitPattern: Int8(clamping: lead)))
    if !inputs.words.isEmpty { inputs.encode(into: &writer, width: inputWidth) }
    if let report { report.encode(into: &writer) }
    guard flags.contains(.dispute) else { return }
    precondition(dispute.count <= Self.maxDispute, "\(dispute.count) entries of a dispute")
    writer.byte(UInt8(dispute.count) | (sections == nil ? 0 : Self.sectionsFollow))
    for entry in dispute { entry.encode(into: &writer) }
    if let sections { sections.encode(into: &writer) }
  }

  /// Decodes what follows an envelope of kind `match`.
  ///
  /// - Throws: `WireError` for anything that `encode` cannot have written.
  package init(
    envelope: Envelope, body reader: inout ByteReader, inputWidth: Int
  ) throws(WireError) {
    self.init(
      epoch: 0, sender: envelope.sender, probe: PathProbe(sequence: 0, echo: nil), acknowledged: 0)
    try decode(envelope: envelope, body: &reader, inputWidth: inputWidth)
  }

  /// Decodes into this value, whose buffers are used again; after an error it means nothing.
  ///
  /// - Throws: `WireError` for anything that `encode` cannot have written.
  package mutating func decode(
    envelope: Envelope, body reader: inout ByteReader, inputWidth: Int
  ) throws(WireError) {
    epoch = envelope.epoch
    sender = envelope.sender
    let flags = Flags(rawValue: try reader.byte())
    isLeaving = flags.contains(.leaving)
    holdsFinalReport = flags.contains(.holdsFinal)
    hears = []
    if flags.contains(.hearsDirect) { hears.insert(.direct) }
    if flags.contains(.hearsRelay) { hears.insert(.relay) }
    probe.sequence = try reader.uint16()
    probe.echo = flags.contains(.echo) ? try PathProbe.Echo(from: &reader) : nil
    acknowledged = try reader.uint16()
    lead = Int(Int8(bitPattern: try reader.byte()))
    inputs.base = 0
    inputs.words.removeAll(keepingCapacity: true)
    if flags.contains(.inputs) { try inputs.decode(from: &reader, width: inputWidth) }
    report = flags.contains(.report) ? try HashReport(from: &reader) : nil
    dispute.removeAll(keepingCapacity: true)
    sections = nil
    if flags.contains(.dispute) { try decodeDispute(from: &reader) }
    try reader.end()
  }

  private mutating func decodeDispute(from reader: inout ByteReader) throws(WireError) {
    let first = try reader.byte()
    let count = Int(first & ~Self.sectionsFollow)
    guard first > 0, count <= Self.maxDispute else { throw .invalid(.count) }
    for _ in 0..<count { dispute.append(try HashReport(from: &reader)) }
    if first & Self.sectionsFollow != 0 { sections = try SectionReport(from: &reader) }
  }

  private var flags: Flags {
    var flags: Flags = []
    if probe.echo != nil { flags.insert(.echo) }
    if !inputs.words.isEmpty { flags.insert(.inputs) }
    if report != nil { flags.insert(.report) }
    if !dispute.isEmpty || sections != nil { flags.insert(.dispute) }
    if isLeaving { flags.insert(.leaving) }
    if hears.contains(.direct) { flags.insert(.hearsDirect) }
    if hears.contains(.relay) { flags.insert(.hearsRelay) }
    if holdsFinalReport { flags.insert(.holdsFinal) }
    return flags
  }
}

extension Datagram.PathProbe.Echo {
  fileprivate init(from reader: inout ByteReader) throws(WireError) {
    sequence = try reader.uint16()
    held = Datagram.heldUnit * Int(try reader.uint16())
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

extension Datagram.SectionReport {
  fileprivate func encode(into writer: inout ByteWriter) {
    precondition((1...Datagram.maxSections).contains(digests.count), "\(digests.count) sections")
    writer.varint(frame.number)
    writer.byte(UInt8(digests.count))
    for digest in digests { writer.uint64(digest) }
  }

  fileprivate init(from reader: inout ByteReader) throws(WireError) {
    frame = Frame(try reader.varint())
    let count = Int(try reader.byte())
    guard (1...Datagram.maxSections).contains(count) else { throw .invalid(.count) }
    digests = []
    for _ in 0..<count { digests.append(try reader.uint64()) }
  }
}
