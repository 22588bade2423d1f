import Foundation
import GridGame
import Netplay
import Output
import Presentation
import Rollback
import Station
import Terminal
import Transport
import Views
import Vocabulary

/// Runs stations, the screen and the keyboard on one thread; obeys, and decides nothing.
final class GameLoop {
  /// How often a loop without anything to do looks up.
  private static let idle = Duration.milliseconds(100)
  /// Ticks in a row before arrivals, keys and the screen get their turn: what a match catches up.
  private static let maxTicks = 15
  /// How long the end of a match may wait for the last file.
  private static let patience = Duration.milliseconds(500)

  /// Why the loop ended.
  enum Closing {
    case ended(Ending)
    case signal(Int32)
  }

  private let shells: [StationShell]
  private let clock: SystemClock
  let log: EventLog
  private let display: Display?
  private let metricsWriter: LineWriter?
  private var metrics = MatchMetrics()
  /// By station; none without a screen, where nobody looks at what they would gather.
  private var presenters: [Presenter]
  private var status: HeadlessStatus?
  private var headlessReader = KeyReader(descriptor: -1)
  private(set) var demo: Demo?
  /// The station whose screen is shown and whose keys are ours.
  private let shown = 0
  private var reports: [SummaryReport?]
  /// The signal that asked us to leave, if one did.
  private var termination: Int32?
  private let files = DocumentFiles()
  private var exportPath: String?
  /// Where reports and exports are, or why they are not.
  private(set) var writtenFiles: [String] = []

  init(
    shells: [StationShell], presenters: [Presenter], display: Display?, demo: Demo?,
    log: EventLog, metrics: LineWriter?, clock: SystemClock
  ) {
    self.shells = shells
    self.presenters = display == nil ? [] : presenters
    self.display = display
    self.demo = demo
    self.log = log
    metricsWriter = metrics
    self.clock = clock
    status = display == nil ? HeadlessStatus() : nil
    reports = Array(repeating: nil, count: shells.count)
  }

  /// By station: the summary of its last episode, if it played one.
  var summaries: [SummaryReport] { reports.compactMap(\.self) }

  /// Who opened the room, as far as that is known.
  var hostName: String? { shells[shown].station.lobby?.displayName(of: PlayerIndex(0)) }

  /// Plays until every station is over.
  func run() -> Closing {
    while true {
      if let closing = turn() { return closing }
    }
  }

  private func turn() -> Closing? {
    for (index, shell) in shells.enumerated() {
      shell.turn()
      // Catching up after a pause is the same tick, drawn once at the end.
      for _ in 0..<Self.maxTicks {
        guard let ticked = shell.tick() else { break }
        note(ticked, index)
        if index == shown, let correction = ticked.report.correction {
          demo?.corrected(
            cells: presenters.isEmpty ? correction.depth : presenters[shown].model.ghosts.all.count)
        }
      }
    }
    runDemo()
    note(files.takeOutcomes())
    draw()
    if let closing { return close(closing) }
    return wait()
  }

  // MARK: Ticks

  private func note(_ ticked: Station.Ticked, _ index: Int) {
    if display != nil { presenters[index].ticked(ticked, shells[index].station) }
    shells[index].station.withPlaying { playing in
      log.note(ticked.events, frame: ticked.report.frame, seat: playing.localSeat)
      for event in ticked.events {
        switch event {
        // The second time the peer's sections are known, and the file is written again.
        case .hash(let peer, .located), .hash(let peer, .differs): report(playing, peer)
        default: break
        }
      }
      if playing.isOver { reports[index] = SummaryReport(playing) }
    }
  }

  private func report(_ playing: borrowing Playing, _ peer: PlayerIndex) {
    switch StateFolder.place(of: DesyncReport.name(playing, peer: peer), in: "desync") {
    case .at(let path):
      files.write(DesyncReport.document(playing, peer: peer).text + "\n", to: path)
    case .nowhere(let why): list("desync report: \(why)")
    }
  }

  /// Takes note of what has become of files, and where they are.
  private func note(_ outcomes: [DocumentFiles.Outcome]) {
    for outcome in outcomes {
      if outcome.path == exportPath {
        presenters[shown].exported(
          outcome.trouble.map { .nowhere(why: $0) } ?? .at(path: outcome.path))
        if outcome.trouble == nil { list("summary: \(outcome.path)") }
      } else {
        let trouble = outcome.trouble.map { " cannot be written: \($0)" } ?? ""
        list("desync report: \(outcome.path)" + trouble)
      }
    }
  }

  /// Keeps where a file is, or why there is none, for the end: there it can be copied.
  private func list(_ file: String) {
    if !writtenFiles.contains(file) { writtenFiles.append(file) }
  }

  // MARK: The demo

  private func runDemo() {
    guard demo != nil else { return }
    var sight = Demo.Sight()
    for shell in shells { sight.see(shell.station) }
    for effect in demo?.turn(sight, now: clock.real) ?? [] {
      switch effect {
      case .pace(let pace): clock.go(at: pace)
      case .impair(let change): shells[shown].want(.impair(change))
      case .corrupt: shells[shown].want(.corrupt)
      case .letGo: shells[shown].want(.letGo)
      case .finish(let frame): for shell in shells { shell.want(.finish(at: frame)) }
      case .again: for shell in shells { shell.want(.ready) }
      case .leave: leave()
      }
    }
  }

  private func draw() {
    status?.print(shells, now: clock.real)
    if let metricsWriter, let line = metrics.line(of: shells[shown].station, now: clock.real) {
      metricsWriter.write(line + "\n")
    }
    guard let display else { return }
    for index in presenters.indices {
      presenters[index].refresh(
        shells[index].station, caption: demo?.caption, pace: clock.pace)
    }
    if presenters.count == 2 {
      presenters[shown].mirror = presenters[1 - shown].asMirror
    }
    display.draw(presenters[shown].model, now: clock.real)
    for call in presenters[shown].takeCalls(shells[shown].station) { display.attract(call) }
  }

  // MARK: Ending

  private var closing: Closing? {
    let endings = shells.map { $0.station.ending }
    // Who plays here alone leaves for all; otherwise each side ends by itself.
    guard let ending = endings[shown], !endings.contains(nil) else { return nil }
    let worst = endings.compactMap(\.self).first { $0 != .left } ?? ending
    return termination.map { .signal($0) } ?? .ended(worst)
  }

  /// Takes the summaries of matches that did not get to their end.
  private func close(_ closing: Closing) -> Closing {
    note(files.finish(within: Self.patience))
    _ = metricsWriter?.close(within: Self.patience)
    for (index, shell) in shells.enumerated() where reports[index] == nil {
      reports[index] = shell.station.withPlaying { SummaryReport($0) }
    }
    return closing
  }

  // MARK: Waiting and keys

  private func wait() -> Closing? {
    let due = shells.compactMap { $0.station.rest() }.min()
    let limit = min(due.flatMap { clock.wait(until: $0) } ?? Self.idle, Self.idle)
    let isPlaying = shells.contains { $0.station.isTicking }
    for shell in shells { shell.awaitsArrivals(!isPlaying) }
    let descriptors = isPlaying ? [] : shells.map(\.wakeFileDescriptor)
    guard let display else {
      let wake = headlessReader.poll(timeout: limit, others: descriptors)
      guard wake.hasSignal else { return nil }
      for case .terminate(let number) in Signals.take() { return leave(for: number) }
      return nil
    }
    for command in display.commands(
      within: limit, clock: clock, others: descriptors, in: surroundings)
    { obey(command) }
    // A window that was closed asks as a signal does.
    let signal = display.takeTermination() ?? (display.isClosed ? SIGHUP : nil)
    return signal.flatMap { leave(for: $0) }
  }

  /// What a key means now.
  private var surroundings: Keyboard.Surroundings {
    var surroundings = Keyboard.Surroundings(
      company: shells[shown].station.company, columns: 0, rows: 0, now: clock.real)
    surroundings.log = presenters[shown].model.log
    if demo != nil, shells[shown].station.pilot.isBot { surroundings.arrows = .walkActs }
    return surroundings
  }

  private func obey(_ command: Command) {
    switch command {
    case .ask(let intent):
      demo?.asked(intent)
      presenters[shown].asked(intent, of: shells[shown].station)
      shells[shown].want(intent)
    case .walk(let direction): demo?.walk(direction)
    case .accept: if demo?.goOn(now: clock.real) != true { accept() }
    case .nextPace: nextPace()
    case .confirm, .leaveNow: leave()
    case .export: export()
    case .copyInvite: presenters[shown].copied { display?.copy($0) ?? false }
    case .suspend: presenters[shown].notSuspended()
    case .show: demo?.touched()  // The display has done it.
    case .askToLeave, .look, .redraw: break
    }
  }

  /// Slows time down for all who play here, and for the network between them.
  private func nextPace() {
    let pace = shells.count == 1 ? nil : clock.pace.next
    if let pace { clock.go(at: pace) }
    demo?.paced()
    presenters[shown].went(at: pace)
  }

  private func accept() {
    if shells[shown].station.isMatchOver {
      for shell in shells { shell.want(.ready) }
    } else {
      presenters[shown].acknowledgeDesync()
    }
  }

  /// Writes the summary so far beside the desync reports.
  private func export() {
    let place = shells[shown].station.withPlaying { playing in
      let place = StateFolder.place(of: playing.fileName, in: "summary")
      if case .at(let path) = place {
        files.write(SummaryReport(playing).json.text + "\n", to: path)
      }
      return place
    }
    switch place {
    case .at(let path): exportPath = path
    case .nowhere(let why)?: presenters[shown].exported(.nowhere(why: why))
    case nil: break
    }
  }

  /// Leaves in good order, so that the others need not wait for us; a second signal ends at once.
  private func leave(for signal: Int32) -> Closing? {
    guard termination == nil else {
      return display?.isClosed ?? false && signal == termination ? nil : close(.signal(signal))
    }
    termination = signal
    leave()
    return nil
  }

  private func leave() { for shell in shells { shell.want(.leave) } }
}
