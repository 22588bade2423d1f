import Netplay
import Station
import Testing

struct DisplayTextTests {
  @Test func `plain names stay as they are`() {
    for name in ["Ann", "Zoë", "名前", "a b", "O'Neill-7"] {
      #expect(DisplayText(name).string == name)
    }
  }

  @Test func `control characters are dropped, C0, DEL and C1`() {
    #expect(DisplayText("a\u{1B}[31mb\u{7}\u{0}\n\r\t\u{7F}\u{85}\u{9B}c").string == "a[31mbc")
  }

  @Test func `bidirectional and zero-width characters are dropped`() {
    let hidden = "\u{202E}\u{202A}\u{2066}\u{2069}\u{200E}\u{200F}\u{061C}\u{200B}\u{200C}\u{200D}"
    #expect(DisplayText("a" + hidden + "\u{FEFF}\u{2060}\u{00AD}b").string == "ab")
    #expect(DisplayText("a\u{2028}\u{2029}b").string == "ab")
  }

  @Test func `letters without a shape are dropped`() {
    #expect(DisplayText("a\u{3164}\u{115F}\u{1160}\u{FFA0}\u{034F}\u{FE0F}b").string == "ab")
  }

  @Test func `private and unassigned characters are dropped`() {
    #expect(DisplayText("a\u{E000}\u{F0000}\u{0378}\u{FFFE}b").string == "ab")
  }

  @Test func `two combining marks stay and the third goes`() {
    #expect(DisplayText("e\u{301}\u{302}").string == "e\u{301}\u{302}")
    #expect(
      DisplayText("e\u{301}\u{302}\u{303}\u{304}x\u{301}").string == "e\u{301}\u{302}x\u{301}")
  }

  @Test func `names of Indic scripts and Korean in parts stay whole`() {
    for name in ["हिन्दी", "தமிழ்", "ភាសា", "မြန်မာ", "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}"] {
      let scalars = DisplayText(name).string.unicodeScalars
      #expect(Array(scalars) == Array(name.unicodeScalars))
    }
  }

  @Test func `a mark without a character to sit on is dropped`() {
    #expect(DisplayText("\u{301}\u{302}a").string == "a")
    #expect(DisplayText("\u{7}\u{301}").string.isEmpty)
    #expect(DisplayText("\u{1161}\u{11AB}a").string == "a")
  }

  @Test func `sixteen characters stay and the seventeenth goes`() {
    let sixteen = String(repeating: "x", count: 16)
    #expect(DisplayText(sixteen).string == sixteen)
    #expect(DisplayText(sixteen + "y").string == sixteen)
  }

  @Test func `no more than 64 bytes stay, cut between characters`() {
    let wide = String(repeating: "\u{1F600}", count: 16)
    #expect(DisplayText(wide).string == wide && wide.utf8.count == 64)
    let marked = String(repeating: "\u{1F600}\u{301}", count: 16)
    #expect(DisplayText(marked).string.utf8.count == 60)
  }

  @Test func `a huge text is cut before it is looked at`() {
    let text = DisplayText(String(repeating: "\u{200B}", count: 100_000) + "late")
    #expect(text.string.isEmpty)
    #expect(DisplayText([UInt8](repeating: 0x61, count: 100_000)).string.count == 16)
  }

  @Test func `bytes that are no text become the replacement character`() {
    #expect(DisplayText([0x61, 0xFF, 0x62]).string == "a\u{FFFD}b")
  }

  @Test func `cleaning twice changes nothing`() {
    let long = String(repeating: "\u{1F600}\u{301}", count: 20)
    for raw in ["e\u{301}\u{302}\u{303}", "\u{1B}[2J", long] {
      let once = DisplayText(raw)
      #expect(DisplayText(once.string) == once)
    }
  }
}
