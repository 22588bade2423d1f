package import Rollback
package import Vocabulary

/// What one peer tells another once per tick and path: probe, acknowledgement, inputs, hash report.
///
/// Every datagram decodes alone. Layout and ranges are in `docs/wire-format.md`.
package struct Datagram: Hashable, Sendable {
  package var epoch: UInt64
  package var sender: PlayerIndex
  package var probe: PathProbe
  /// The first frame of the receiver's inputs that the sender does not hold, in 16 bits.
  package var acknowledged: UInt16
  /// Frames that the sender is past its newest input of the receiver; -128...127 travel.
  package var lead: Int
  /// The paths on which the sender hears the receiver at present.
  package var hears: PathSet
  package var isLeaving: Bool
  /// The sender holds the receiver's final report.
  package var holdsFinalReport: Bool
  package var inputs: InputRun
  package var report: HashReport?
  /// The bounds and the middle of the search for the first bad frame, while there is one.
  package var dispute: [HashReport]
  /// The parts of the sender's state of the first bad frame, once that frame is known.
  package var sections: SectionReport?

  /// The sequence of this path, and the newest one heard on it with the time it was held.
  package struct PathProbe: Hashable, Sendable {
    package var sequence: UInt16
    package var echo: Echo?

    package struct Echo: Hashable, Sendable {
      package var sequence: UInt16
      package var heldNanoseconds: Int64

      package init(sequence: UInt16, heldNanoseconds: Int64) {
        self.sequence = sequence
        self.heldNanoseconds = heldNanoseconds
      }

      package init(sequence: UInt16, held: Duration) {
        self.init(sequence: sequence, heldNanoseconds: held.wholeNanoseconds)
      }
    }

    package init(sequence: UInt16, echo: Echo?) {
      self.sequence = sequence
      self.echo = echo
    }
  }

  /// Consecutive inputs of the sender from a base frame, as the raw values of the game's input.
  package struct InputRun: Hashable, Sendable {
    /// No inputs: the receiver holds all there are.
    package static let none = InputRun(base: 0, words: [])

    /// The low 16 bits of the first frame.
    package var base: UInt16
    package var words: [UInt64]

    package init(base: UInt16, words: [UInt64]) {
      self.base = base
      self.words = words
    }
  }

  /// The chained digest of all states through a frame.
  package struct HashReport: Hashable, Sendable {
    package var frame: Frame
    package var chain: UInt64

    package init(frame: Frame, chain: UInt64) {
      self.frame = frame
      self.chain = chain
    }
  }

  /// The digests of the named parts of one state, in the order in which the game names them.
  package struct SectionReport: Hashable, Sendable {
    package var frame: Frame
    /// At least one, at most `maxSections`.
    package var digests: [UInt64]

    package init(frame: Frame, digests: [UInt64]) {
      self.frame = frame
      self.digests = digests
    }
  }

  package init(
    epoch: UInt64, sender: PlayerIndex, probe: PathProbe, acknowledged: UInt16,
    lead: Int = 0, hears: PathSet = .none, isLeaving: Bool = false, holdsFinalReport: Bool = false,
    inputs: InputRun = .none, report: HashReport? = nil, dispute: [HashReport] = [],
    sections: SectionReport? = nil
  ) {
    self.epoch = epoch
    self.sender = sender
    self.probe = probe
    self.acknowledged = acknowledged
    self.lead = lead
    self.hears = hears
    self.isLeaving = isLeaving
    self.holdsFinalReport = holdsFinalReport
    self.inputs = inputs
    self.report = report
    self.dispute = dispute
    self.sections = sections
  }
}

extension Datagram {
  /// The most inputs that one datagram carries; older ones come first.
  package static let maxInputs = 128
  /// The most entries of a search, and the most parts of a state that are told apart.
  package static let maxDispute = 3
  package static let maxSections = 16
  /// The unit in which held times travel.
  package static let heldUnitNanoseconds: Int64 = 10_000
}
