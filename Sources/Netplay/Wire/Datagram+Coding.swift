import Rollback
package import Vocabulary

extension Datagram {
  /// The bits of the byte after the envelope.
  private enum Flag {
    static let echo: UInt8 = 1
    static let inputs: UInt8 = 2
    static let report: UInt8 = 4
    static let dispute: UInt8 = 8
    static let leaving: UInt8 = 16
    /// Two bits: the set of paths.
    static let hears: UInt8 = 0x60
    static let hearsShift: UInt8 = 5
    static let holdsFinal: UInt8 = 128
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
    writer.byte(flags)
    writer.uint16(probe.sequence)
    if let echo = probe.echo {
      writer.uint16(echo.sequence)
      writer.uint16(UInt16(clamping: echo.heldNanoseconds / Self.heldUnitNanoseconds))
    }
  }

  /// Appends what is the same on both paths: everything behind the echo.
  package func encodeBody(into writer: inout ByteWriter, inputWidth: Int) {
    writer.uint16(acknowledged)
    writer.byte(UInt8(bitPattern: Int8(clamping: lead)))
    if !inputs.words.isEmpty { inputs.encode(into: &writer, width: inputWidth) }
    if let report { report.encode(into: &writer) }
    guard hasDispute else { return }
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
    let flags = try reader.byte()
    isLeaving = flags & Flag.leaving != 0
    holdsFinalReport = flags & Flag.holdsFinal != 0
    hears = PathSet(rawValue: (flags & Flag.hears) >> Flag.hearsShift)
    probe.sequence = try reader.uint16()
    probe.echo = flags & Flag.echo != 0 ? try PathProbe.Echo(from: &reader) : nil
    acknowledged = try reader.uint16()
    lead = Int(Int8(bitPattern: try reader.byte()))
    inputs.base = 0
    inputs.words.removeAll(keepingCapacity: true)
    if flags & Flag.inputs != 0 { try inputs.decode(from: &reader, width: inputWidth) }
    report = flags & Flag.report != 0 ? try HashReport(from: &reader) : nil
    dispute.removeAll(keepingCapacity: true)
    sections = nil
    if flags & Flag.dispute != 0 { try decodeDispute(from: &reader) }
    try reader.end()
  }

  private mutating func decodeDispute(from reader: inout ByteReader) throws(WireError) {
    let first = try reader.byte()
    let count = Int(first & ~Self.sectionsFollow)
    guard first > 0, count <= Self.maxDispute else { throw .invalid(.count) }
    for _ in 0..<count { dispute.append(try HashReport(from: &reader)) }
    if first & Self.sectionsFollow != 0 { sections = try SectionReport(from: &reader) }
  }

  private var hasDispute: Bool { !dispute.isEmpty || sections != nil }

  private var flags: UInt8 {
    var flags = hears.rawValue << Flag.hearsShift
    if probe.echo != nil { flags |= Flag.echo }
    if !inputs.words.isEmpty { flags |= Flag.inputs }
    if report != nil { flags |= Flag.report }
    if hasDispute { flags |= Flag.dispute }
    if isLeaving { flags |= Flag.leaving }
    if holdsFinalReport { flags |= Flag.holdsFinal }
    return flags
  }
}

extension Datagram.PathProbe.Echo {
  fileprivate init(from reader: inout ByteReader) throws(WireError) {
    sequence = try reader.uint16()
    heldNanoseconds = Datagram.heldUnitNanoseconds * Int64(try reader.uint16())
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
