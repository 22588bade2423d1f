import GridGame
import Rollback
import Testing
import Vocabulary

@testable import Station

/// The show, act by act: by the clock, by a speaker's keys, and with somebody who plays.
struct DemoTests {
  // MARK: By the clock

  @Test func `nothing is shown before there is a match`() {
    var demo = Demo()
    #expect(demo.turn(Demo.Sight(), now: .zero + .seconds(50)) == [])
    #expect(demo.caption == nil)
  }

  @Test func `by the clock the acts follow in order, each as long as it says`() {
    var stage = Stage(Demo())
    var begins: [Demo.Act: Duration] = [:]
    for _ in 0..<1400 {
      stage.turn()
      begins[stage.demo.act] = begins[stage.demo.act] ?? (stage.now - .zero)
    }
    var time = Duration.zero
    for act in Demo.Act.allCases {
      let begin = begins[act] ?? .zero
      #expect(begin >= time && begin <= time + .milliseconds(500), "\(act) at \(begin)")
      time += act.length
    }
    #expect(stage.room.isOver && !stage.hasLeft && stage.matches == 1)
  }

  @Test func `each act does to the room what it is about, in its order`() {
    var stage = Stage(Demo())
    stage.turn(for: .seconds(70))
    let clear = Demo.Effect.impair(.clear)
    #expect(
      stage.done.filter { if case .finish = $0 { false } else { true } } == [
        .pace(.usual), clear,
        .pace(.usual), clear, .impair(.network(Demo.far)),
        .pace(.usual), clear, .impair(.network(Demo.far)), .pace(.slowed(divisor: 4)),
        .pace(.held),
        .pace(.usual), clear, .impair(.cut(.direct)),
        .pace(.usual), clear, .impair(.cut(.direct)), .impair(.heal(.direct)),
        .pace(.usual), clear, .corrupt,
        .pace(.usual), clear,
      ])
  }

  @Test func `a show that begins anew plays another match after the summary`() {
    var stage = Stage(Demo(from: .summary, then: .anew))
    stage.turn(for: .seconds(30))
    #expect(stage.matches > 1)
    #expect(stage.demo.lead == .clock)
  }

  @Test func `where nobody can press a key everybody leaves when the match is over`() {
    var stage = Stage(Demo(from: .summary, then: .leave))
    stage.turn(for: .milliseconds(500))
    #expect(!stage.hasLeft)
    stage.turn(for: .seconds(4))
    #expect(stage.room.isOver && stage.hasLeft)
  }

  @Test func `time is slowed for nobody who cannot see it`() {
    var stage = Stage(Demo(then: .leave))
    stage.turn(for: .seconds(120))
    #expect(stage.hasLeft && stage.done.contains(.impair(.network(Demo.far))))
    for case .pace(let pace) in stage.done { #expect(pace == .usual) }
  }

  @Test func `what is awaited in vain does not hold up the show`() {
    var stage = Stage(Demo(from: .correction))
    stage.isInert = true
    stage.turn(for: .seconds(200))
    #expect(stage.demo.act == .summary)
  }

  // MARK: By keys

  @Test
  func `a speaker walks all acts forth and back, waits ten minutes in each, and keeps the room`() {
    var stage = Stage(Demo(lead: .speaker))
    let forth = Demo.Act.allCases
    for act in forth {
      stage.expectShown(act)
      stage.demo.walk(.next)
    }
    stage.expectShown(.summary)
    for act in forth.reversed().dropFirst() {
      stage.demo.walk(.previous)
      stage.expectShown(act)
    }
    stage.demo.walk(.previous)
    stage.expectShown(.clean)
    #expect(!stage.hasLeft)
  }

  @Test(arguments: Demo.Act.allCases, Demo.Act.allCases)
  func `any act is put up from any other`(from: Demo.Act, to: Demo.Act) {
    var stage = Stage(Demo(from: from, lead: .speaker))
    stage.turn(for: .seconds(20))
    while stage.demo.act != to || stage.newest != to {
      stage.demo.walk(to.index > stage.demo.act.index ? .next : .previous)
      stage.newest = stage.demo.act
    }
    stage.expectShown(to)
  }

  @Test(arguments: [0, 1, 4, 9, 20, 40, 65])
  func `any key takes the clock away for good, wherever the show is`(second: Int) {
    var stage = Stage(Demo())
    stage.turn(for: .seconds(second))
    let act = stage.demo.act
    stage.demo.touched()
    stage.turn(for: .seconds(600))
    #expect(stage.demo.act == act && stage.demo.lead == .speaker && !stage.hasLeft)
  }

  @Test func `an act that is begun afresh heals what was left`() {
    var stage = Stage(Demo(from: .cut, lead: .speaker))
    stage.turn(for: .seconds(10))
    #expect(stage.room.isCut)
    stage.demo.walk(.previous)
    stage.demo.walk(.next)
    stage.turn()
    #expect(!stage.room.isCut && stage.demo.caption?.scene == .opening)
    stage.turn(for: .seconds(10))
    #expect(stage.room.isCut && stage.demo.caption?.scene == .shown)
  }

  @Test func `what has not been there yet is not cut, to be seen to fail`() {
    var stage = Stage(Demo(from: .heal, lead: .speaker))
    stage.turn(for: .milliseconds(900))
    #expect(!stage.room.isCut)
    stage.turn(for: .milliseconds(1500))
    #expect(stage.room.isCut && stage.room.isDegraded)
    stage.turn(for: .seconds(5))
    #expect(!stage.room.isDegraded && stage.demo.caption?.scene == .shown)
  }

  // MARK: Holding

  @Test func `a correction is held until a key, and Enter waits for the next one`() {
    var stage = Stage(Demo(from: .correction, lead: .speaker))
    stage.turn(for: .seconds(30))
    #expect(stage.room.pace == .held)
    let goesOn = stage.demo.goOn(now: stage.now)
    stage.turn()
    #expect(goesOn)
    #expect(stage.room.pace == .slowed(divisor: 4) && stage.demo.caption?.scene == .opening)
    let goesOnAgain = stage.demo.goOn(now: stage.now)
    #expect(!goesOnAgain)
    stage.turn(for: .seconds(30))
    #expect(stage.room.pace == .held)
  }

  @Test func `a correction that nobody sees holds nothing`() {
    var stage = Stage(Demo(from: .correction, lead: .speaker))
    stage.cells = Demo.visibleCells - 1
    stage.turn(for: .seconds(50))
    #expect(stage.room.pace == .slowed(divisor: 4))
    stage.cells = Demo.visibleCells
    stage.turn(for: .seconds(4))
    #expect(stage.room.pace == .held)
  }

  @Test(arguments: [Intent.steer(.up), .boost, .impair(.preset(2)), .corrupt])
  func `whoever plays while time is held lets it go`(intent: Intent) {
    var stage = Stage(Demo(from: .correction, lead: .speaker))
    stage.turn(for: .seconds(30))
    stage.demo.asked(intent)
    stage.turn(for: .seconds(60))
    #expect(stage.room.pace == .usual)
    #expect(stage.demo.act == .correction && stage.demo.caption?.scene == .interrupted)
  }

  @Test func `whoever changes the pace has it as they want it`() {
    var stage = Stage(Demo(from: .correction, lead: .speaker))
    stage.turn(for: .seconds(30))
    stage.room.pace = .usual
    stage.demo.paced()
    stage.turn(for: .seconds(60))
    #expect(stage.room.pace == .usual)
  }

  // MARK: Somebody plays

  @Test func `the network is theirs who touch it, until the next act`() {
    var stage = Stage(Demo(from: .cut, lead: .speaker))
    stage.turn()
    stage.demo.asked(.impair(.preset(6)))
    stage.turn(for: .seconds(600))
    #expect(!stage.room.isCut && stage.demo.caption?.scene == .interrupted)
    stage.demo.walk(.next)
    stage.expectShown(.heal)
  }

  @Test func `whoever takes the wheel keeps the act, and walking gives the wheel back`() {
    var stage = Stage(Demo(from: .cut))
    stage.demo.asked(.steer(.up))
    stage.turn(for: .seconds(60))
    #expect(stage.demo.caption?.isWheelTaken == true && stage.room.isCut)
    stage.demo.walk(.next)
    stage.turn()
    #expect(stage.done.contains(.letGo) && stage.demo.caption?.isWheelTaken == false)
  }

  @Test(arguments: [Intent.focusLost, .leave])
  func `what is no key of a speaker leaves the clock on`(intent: Intent) {
    var demo = Demo()
    demo.asked(intent)
    #expect(demo.lead == .clock)
  }

  // MARK: Matches

  @Test func `a match that ends by itself shows its summary, and the show goes on from there`() {
    var stage = Stage(Demo(from: .cut, lead: .speaker))
    stage.turn(for: .seconds(10))
    stage.room.isOver = true
    stage.turn(for: .seconds(600))
    #expect(stage.demo.act == .summary && stage.demo.caption?.scene == .shown)
    stage.demo.walk(.previous)
    stage.expectShown(.desync)
  }

  @Test func `a match that ended unverified is never shown as if all was well`() {
    var stage = Stage(Demo(from: .clean, lead: .speaker))
    stage.turn(for: .seconds(2))
    (stage.room.isOver, stage.room.differs) = (true, true)
    stage.turn()
    #expect(stage.demo.caption?.scene == .unverified && !stage.demo.hasCorrupted)
  }

  @Test func `a difference of the show is no failure, in its own match alone`() {
    var stage = Stage(Demo(from: .desync, lead: .speaker))
    stage.expectShown(.desync)
    #expect(stage.demo.hasCorrupted)
    stage.demo.walk(.next)
    stage.expectShown(.summary)
    #expect(stage.demo.hasCorrupted && stage.demo.caption?.scene == .shown)
    for _ in 0..<6 { stage.demo.walk(.previous) }
    stage.expectShown(.clean)
    #expect(!stage.demo.hasCorrupted && stage.matches == 2)
  }

  @Test func `a match that was altered is not gone on with, before anybody has seen it`() {
    var stage = Stage(Demo(from: .desync, lead: .speaker))
    stage.isInert = true
    stage.turn(for: .seconds(20))
    #expect(stage.done.contains(.corrupt) && !stage.room.differs)
    stage.demo.walk(.previous)
    stage.turn()
    #expect(stage.demo.caption?.scene == .renewing && stage.room.ending != nil)
  }

  @Test func `another match by Enter begins the show from its start`() {
    var stage = Stage(Demo(from: .summary, lead: .speaker))
    stage.expectShown(.summary)
    stage.beginMatch()
    stage.expectShown(.clean)
  }

  @Test func `the end of a match is set once, ahead of the newest frame`() {
    var demo = Demo(from: .summary, lead: .speaker)
    var sight = Demo.Sight()
    sight.match = .playing(epoch: 7, newest: Frame(1000))
    #expect(demo.turn(sight, now: .zero).contains(.finish(at: Frame(1060))))
    demo.walk(.previous)
    demo.walk(.next)
    sight.match = .playing(epoch: 7, newest: Frame(1010))
    let again = demo.turn(sight, now: .zero)
    #expect(again.allSatisfy { if case .finish = $0 { false } else { true } })
  }
}
