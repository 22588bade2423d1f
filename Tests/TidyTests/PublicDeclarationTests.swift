import Testing

/// Checks the checker of doc comments.
struct PublicDeclarationTests {
  private func lines(_ text: String) -> [Int] { PublicDeclarations.undocumented(text) }

  @Test(arguments: [
    "public struct A {}", "  public var a = 1", "@inlinable public init() {}",
    "public static func < (a: A, b: A) -> Bool { true }", "public private(set) var a = 1",
    "@inlinable\npublic func f() {}", "public typealias A = B", "public subscript(a: Int) -> Int {",
  ])
  func `a public declaration needs a comment`(text: String) {
    #expect(lines("import A\n\n" + text).count == 1)
    #expect(lines("import A\n\n/// Says it.\n" + text) == [])
    #expect(lines("import A\n\n/// Says it.\n// And why.\n" + text) == [])
    #expect(lines("import A\n\n/// Says it.\n\n" + text).count == 1, "that is of nothing")
    #expect(lines("import A\n\n// Says it.\n" + text).count == 1)
  }

  @Test(arguments: [
    "public import A", "package func f() {}", "struct A {}", "func f(public: Int) {}",
    "// public func f()", "let a = \"public func f()\"",
  ])
  func `what is not shown needs none`(text: String) {
    #expect(lines(text) == [])
  }

  @Test func `the cases of a public enum are shown, and nothing else in it`() {
    let text = """
      /// An enum.
      public enum A {
        case a
        /// Says it.
        case b, c
        var d: Int {
          switch self {
          case .a: 1
          case .b, .c: 2
          }
        }
      }
      enum B {
        case a
      }
      """
    #expect(lines(text) == [3])
  }

  @Test func `the requirements of a public protocol are shown`() {
    let text = """
      /// A protocol.
      public protocol A {
        associatedtype B
        /// Says it.
        static func f() -> B
        var g: Int { get }
      }
      extension A {
        var h: Int { 1 }
      }
      """
    #expect(lines(text) == [3, 6])
  }

  @Test func `only the libraries are looked at`() {
    let text = "public func f() {}"
    #expect(PublicDeclarations.undocumented(path: "Sources/Views/A.swift", text: text) == [])
    #expect(
      PublicDeclarations.undocumented(path: "Sources/Netplay/A.swift", text: text).map(\.line)
        == [1])
  }
}
