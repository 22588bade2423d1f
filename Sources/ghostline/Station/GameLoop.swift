import Foundation
import GridGame
import Netplay
import Rollback
import Terminal
import Transport
import Views

/// Runs stations, the screen and the keyboard on one thread.
final class GameLoop {
  /// How often a loop without anything to do looks up.
  private static let idle = Duration.milliseconds(100)
  /// How long the others are told that we leave.
  private static let leaving = Duration.milliseconds(400)
  /// The same while final reports are exchanged: longer than a match lingers for them.
  private static let finishing = Duration.milliseconds(2500)
  /// Ticks in a row before arrivals, keys and the screen get their turn: what a match catches up.
  private static let maxTicks = 15

  /// Why the loop ended.
  enum Ending {
    /// The match is over, or the player left it.
    case finished
    case failed(Failure)
    case signal(Int32)
  }

  private let stations: [Station]
  private let clock: SystemClock
  private let log: EventLog
  private let display: Display?
  private var presenters: [Presenter]
  private var status: HeadlessStatus?
  private var headlessReader = KeyReader(descriptor: -1)
  private var script: DemoScript?
  /// The station whose screen is shown and whose keys are ours.
  private let shown = 0
  private var reports: [SummaryReport?]
  private var leaveBy: Instant?
  /// The signal that asked us to leave, if one did.
  private var termination: Int32?
  private(set) var desyncReports: [String] = []

  init(
    stations: [Station], presenters: [Presenter], display: Display?, script: DemoScript?,
    log: EventLog, clock: SystemClock
  ) {
    self.stations = stations
    self.presenters = presenters
    self.display = display
    self.script = script
    self.log = log
    self.clock = clock
    status = display == nil ? HeadlessStatus() : nil
    reports = Array(repeating: nil, count: stations.count)
  }

  /// By station: the summary of its last episode, if it played one.
  var summaries: [SummaryReport] { reports.compactMap(\.self) }

  /// Plays until the end of the match, or until the player leaves.
  func run() -> Ending {
    while true {
      if let ending = turn() { return ending }
    }
  }

  private func turn() -> Ending? {
    for station in stations {
      station.receive()
      // Catching up after a pause is the same tick, drawn once at the end.
      for _ in 0..<Self.maxTicks {
        guard let ticked = station.tickIfDue() else { break }
        note(ticked, station)
      }
      station.flush()
    }
    let now = clock.now
    runScript(now: now)
    draw(now: now)
    for case .failed(let failure) in stations.map(\.phase) { return .failed(failure) }
    if let ending = ending(now: now) { return ending }
    return wait(now: now)
  }

  // MARK: Ticks

  private func note(_ ticked: Station.Ticked, _ station: Station) {
    guard let index = stations.firstIndex(where: { $0 === station }),
      case .playing(let playing) = station.phase
    else { return }
    presenters[index].ticked(ticked, station, now: clock.now)
    log.note(ticked.events, frame: ticked.report.frame, seat: playing.match.configuration.localSeat)
    for event in ticked.events {
      switch event {
      // The second time the peer's sections are known, and the file is written again.
      case .hash(let peer, .located), .hash(let peer, .differs): report(playing, peer)
      default: break
      }
    }
    if playing.match.endReason != nil {
      reports[index] = SummaryReport(playing)
    }
  }

  private func report(_ playing: Playing, _ peer: PlayerIndex) {
    let outcome = Self.writeReport(playing, peer)
    if !desyncReports.contains(outcome) { desyncReports.append(outcome) }
  }

  /// Where the file is, or why there is none.
  private static func writeReport(_ playing: Playing, _ peer: PlayerIndex) -> String {
    do throws(Failure) {
      return try DesyncReport.write(playing, peer: peer)
    } catch {
      return error.message
    }
  }

  private func runScript(now: Instant) {
    guard case .playing(let playing) = stations[shown].phase else { return }
    script?.run(since: playing.startedAt, now: now, stations)
  }

  private func draw(now: Instant) {
    for index in presenters.indices {
      presenters[index].refresh(
        stations[index], caption: script?.caption, slowed: clock.slowed, now: now)
    }
    if presenters.count == 2 {
      presenters[shown].mirror = presenters[1 - shown].asMirror
    }
    display?.draw(presenters[shown].model, now: now)
    status?.print(stations, now: now)
  }

  // MARK: Ending

  private func ending(now: Instant) -> Ending? {
    if display?.isClosed ?? false { return end(.signal(SIGHUP)) }
    if let leaveBy, isEverythingOver || now >= leaveBy {
      return end(termination.map { .signal($0) } ?? .finished)
    }
    guard isEverythingOver, display == nil || script != nil else { return nil }
    if let script, display != nil, !script.isOver(now: now) { return nil }
    return end(.finished)
  }

  private var isEverythingOver: Bool {
    stations.allSatisfy { station in
      if case .playing(let playing) = station.phase { return playing.match.endReason != nil }
      return false
    }
  }

  /// Takes the summaries of matches that did not get to their end.
  private func end(_ ending: Ending) -> Ending {
    for (index, station) in stations.enumerated() where reports[index] == nil {
      guard case .playing(let playing) = station.phase else { continue }
      reports[index] = SummaryReport(playing)
    }
    return ending
  }

  // MARK: Waiting and keys

  private func wait(now: Instant) -> Ending? {
    let deadline = min(
      stations.compactMap(\.wakeTime).min() ?? now + Self.idle, now + Self.idle)
    let isPlaying = stations.contains { $0.isTicking }
    let descriptors = isPlaying ? [] : stations.map(\.inbox.wakeFileDescriptor)
    guard let display else {
      let wake = headlessReader.poll(
        timeout: max(.zero, min(deadline, now + Self.idle) - now), others: descriptors)
      guard wake.hasSignal else { return nil }
      for case .terminate(let number) in Signals.take() { return leave(for: number) }
      return nil
    }
    for command in display.commands(until: deadline, now: now, others: descriptors) {
      obey(command)
    }
    if display.hasLostFocus { stations[shown].pilot.focusLost() }
    return display.takeTermination().flatMap { leave(for: $0) }
  }

  private func obey(_ command: Command) {
    let station = stations[shown]
    switch command {
    case .steer(let heading): station.pilot.pressed(.steer(heading))
    case .boost: station.pilot.pressed(.boost)
    case .accept: accept(station)
    case .preset(let number): inject { $0.apply(preset: number) }
    case .addLatency(let milliseconds): inject { $0.add(latency: .milliseconds(milliseconds)) }
    case .addJitter(let milliseconds): inject { $0.add(jitter: .milliseconds(milliseconds)) }
    case .addLoss(let percent): inject { $0.add(loss: Double(percent)) }
    case .toggleDirect: inject { $0.toggleCut(.direct) }
    case .toggleRelay: inject { $0.toggleCut(.relay) }
    case .clearImpairments: inject { $0.clear() }
    case .spike:
      let until = clock.now + .seconds(2)
      inject { $0.hold(until: until) }
    case .corrupt: station.corruptNow()
    case .pause: station.pilot.askForPause()
    case .nextPace: nextPace()
    case .confirm, .leaveNow: leave()
    case .export: export()
    case .dismiss, .toggleGhosts, .nextPrediction, .nextPanel, .toggleStrip, .nextTheme,
      .nextMirror, .toggleHelp, .freezeDisplay, .redraw, .askToLeave, .suspend:
      break
    }
  }

  /// Keys of the network act on the shown station; the script keeps out of the way after that.
  private func inject(_ body: (inout Injector) -> Void) {
    script?.takenOver()
    stations[shown].inject(body)
  }

  /// Slows time down for all who play here, and for the network between them.
  private func nextPace() {
    guard stations.count > 1 else {
      return presenters[shown].tell(
        "slow motion needs all players here: demo or solo", level: .info)
    }
    let divisor = clock.slowed == 4 ? 1 : clock.slowed * 2
    clock.slow(by: divisor)
    let words = divisor == 1 ? "time goes on as ever" : "slow motion: 1/\(divisor)"
    presenters[shown].tell(words, level: .info)
  }

  private func accept(_ station: Station) {
    if isEverythingOver {
      for station in stations { station.playAgain() }
    } else {
      presenters[shown].acknowledgeDesync()
    }
  }

  /// Writes the summary so far beside the desync reports.
  private func export() {
    guard case .playing(let playing) = stations[shown].phase else { return }
    do {
      let path = try StateFolder.write(
        SummaryReport(playing).json, to: "summary", named: playing.fileName)
      presenters[shown].tell("summary in \(path)", level: .good)
    } catch {
      presenters[shown].tell("the summary could not be written", level: .bad)
    }
  }

  /// Leaves in good order, so that the others need not wait for us; a second signal ends at once.
  private func leave(for signal: Int32) -> Ending? {
    guard termination == nil else { return end(.signal(signal)) }
    termination = signal
    leave()
    return nil
  }

  private func leave() {
    let isFinishing = stations.contains { station in
      guard case .playing(let playing) = station.phase else { return false }
      return playing.match.finalFrame != nil
    }
    leaveBy = clock.now + (isFinishing ? Self.finishing : Self.leaving)
    for station in stations { station.leave() }
  }
}
