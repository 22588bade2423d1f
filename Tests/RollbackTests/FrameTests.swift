import Rollback
import Testing

@Suite struct FrameTests {
  @Test func `frames count steps and compare by them`() {
    #expect(Frame(3) + 2 == Frame(5))
    #expect(Frame(5) - Frame(3) == 2)
    #expect(Array(Frame(1)..<Frame(4)) == [Frame(1), Frame(2), Frame(3)])
  }
}
