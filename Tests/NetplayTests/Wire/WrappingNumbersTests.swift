import Netplay
import Rollback
import Testing

struct WrappingNumbersTests {
  @Test(arguments: [0, 1, 32_767, 32_768, 65_535, 65_536, 131_071, 1_000_000, 6_553_600])
  func `a narrow number is widened to the nearest one over the whole half circle`(base: Int) {
    for distance in [-32_768, -32_767, -1, 0, 1, 32_766, 32_767] {
      let low = Wrapping.narrow(base + distance)
      #expect(Wrapping.widen(low, near: base) == base + distance)
    }
  }

  @Test func `beyond half the circle a number is taken for one behind`() {
    #expect(Wrapping.widen(Wrapping.narrow(100 + 32_768), near: 100) == 100 - 32_768)
  }

  @Test func `a frame before the first widens to a negative one`() {
    #expect(Wrapping.widen(65_535, near: Frame(3)) == Frame(-1))
    #expect(Wrapping.widen(4, near: Frame(65_534)) == Frame(65_540))
  }
}
