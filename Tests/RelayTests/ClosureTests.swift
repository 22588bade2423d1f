import Relay
import Testing

struct ClosureTests {
  @Test(arguments: [500, 501, 502, 503, 504, 599, 408, 425, 429])
  func `a server that is away or busy says so about the present`(status: Int) {
    #expect(RelayClosure.isPassing(status: status))
  }

  @Test(arguments: [100, 101, 200, 301, 400, 401, 403, 404, 407, 409, 426, 499, 600])
  func `every other answer is about us, or about what answers there`(status: Int) {
    #expect(!RelayClosure.isPassing(status: status))
  }
}
