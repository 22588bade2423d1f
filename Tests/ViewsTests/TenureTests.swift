import Testing
import Views

/// Whose the terminal is, by what a look saw.
struct TenureTests {
  /// After it was given back, or lost.
  private var elsewhere: Tenure {
    var tenure = Tenure()
    tenure.left()
    return tenure
  }

  @Test func `in front and in our modes there is nothing to do`() {
    var tenure = Tenure()
    let effect = tenure.saw(.oursInOurModes, after: .routine)
    #expect(effect == nil)
    #expect(tenure.isOurs)
  }

  @Test func `after a stop the screen may be anything`() {
    var tenure = Tenure()
    let effect = tenure.saw(.oursInOurModes, after: .continued)
    #expect(effect == .take(.known))
  }

  @Test(arguments: [Tenure.Cause.routine, .continued])
  func `other modes in front are an accident, and not what it is left in`(cause: Tenure.Cause) {
    var tenure = Tenure()
    let effect = tenure.saw(.oursInOtherModes, after: cause)
    #expect(effect == .take(.known))
    #expect(tenure.isOurs)
  }

  @Test(arguments: [Tenure.Cause.routine, .continued])
  func `in the background we are silent, and are told so once`(cause: Tenure.Cause) {
    var tenure = Tenure()
    let effect = tenure.saw(.background, after: cause)
    #expect(effect == .hush)
    #expect(!tenure.isOurs)
    let again = tenure.saw(.background, after: cause)
    #expect(again == nil)
  }

  @Test(arguments: [Tenure.Cause.routine, .continued])
  func `in front again it is taken, and left as whoever had it wants it`(cause: Tenure.Cause) {
    var tenure = elsewhere
    let effect = tenure.saw(.oursInOtherModes, after: cause)
    #expect(effect == .take(.present))
    #expect(tenure.isOurs)
    tenure = elsewhere
    // A shell may give back our own modes: those are not its own.
    let again = tenure.saw(.oursInOurModes, after: cause)
    #expect(again == .take(.known))
    #expect(tenure.isOurs)
  }

  @Test func `what was given back in the foreground is not lost`() {
    var tenure = elsewhere
    let effect = tenure.saw(.background, after: .routine)
    #expect(effect == nil)
  }
}
