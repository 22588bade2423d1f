import Presentation
import Testing
import Views

/// Every variable absent, empty or wrong: and never a folder that depends on where we stand.
struct SurroundingsTests {
  private static let account = Surroundings.Account(name: "zoe", home: "/zoes")

  private func surroundings(
    _ variables: [String: String], _ account: Surroundings.Account? = nil
  ) -> Surroundings {
    Surroundings(variables: variables, account: account)
  }

  @Test func `folders are where the variables say`() {
    let named = surroundings(
      ["XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "/s/", "HOME": "/h"], Self.account)
    #expect(named.configuration == .at(path: "/c/ghostline"))
    #expect(named.state == .at(path: "/s/ghostline"))
    let home = surroundings(["HOME": "/h/"], Self.account)
    #expect(home.configuration == .at(path: "/h/.config/ghostline"))
    #expect(home.state == .at(path: "/h/.local/state/ghostline"))
    #expect(surroundings(["HOME": "/"]).state == .at(path: "/.local/state/ghostline"))
  }

  @Test(arguments: [nil, "", ".", "rel/ative", "~", "~/x", " /h"])
  func `what is no absolute path is none`(wrong: String?) {
    var variables: [String: String] = [:]
    for name in ["XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME"] { variables[name] = wrong }
    let known = surroundings(variables, Self.account)
    #expect(known.configuration == .at(path: "/zoes/.config/ghostline"))
    #expect(known.state == .at(path: "/zoes/.local/state/ghostline"))
    for account in [nil, Surroundings.Account(name: "x", home: ""), .init(name: "x", home: ".")] {
      let unknown = surroundings(variables, account)
      for (folder, name) in [
        (unknown.configuration, "XDG_CONFIG_HOME"), (unknown.state, "XDG_STATE_HOME"),
      ] {
        guard case .nowhere(let why) = folder else {
          Issue.record("\(folder)")
          continue
        }
        #expect(folder.path == nil)
        #expect(why.contains(name) && why.contains("HOME") && why.contains("absolute"))
      }
    }
  }

  @Test func `a wrong variable leaves the others right`() {
    let some = surroundings(["XDG_STATE_HOME": "rel", "XDG_CONFIG_HOME": "/c", "HOME": "/h"])
    #expect(some.state == .at(path: "/h/.local/state/ghostline"))
    #expect(some.configuration == .at(path: "/c/ghostline"))
  }

  @Test func `what lives as long as a process has a folder in any case`() {
    let named = surroundings(["XDG_RUNTIME_DIR": "/run/user/7", "TMPDIR": "/t"])
    #expect(named.runtime(of: 7) == "/run/user/7/ghostline")
    #expect(surroundings(["TMPDIR": "/t/"]).runtime(of: 7) == "/t/ghostline-7")
    for wrong in [nil, "", "rel", "."] as [String?] {
      var variables: [String: String] = [:]
      for name in ["XDG_RUNTIME_DIR", "TMPDIR"] { variables[name] = wrong }
      #expect(surroundings(variables).runtime(of: 0) == "/tmp/ghostline-0")
    }
  }

  @Test func `a player has a name, whoever runs us`() {
    #expect(surroundings(["USER": "bob"], Self.account).login == "zoe")
    #expect(surroundings(["LOGNAME": "ann", "USER": "bob"]).login == "ann")
    #expect(surroundings(["LOGNAME": "", "USER": "bob"]).login == "bob")
    #expect(surroundings([:], .init(name: "", home: "/")).login == "player")
  }

  @Test func `a terminal without a name is told from one that has one`() {
    #expect(surroundings(["TERM": "xterm"]).terminal == .named("xterm"))
    for (variables, word) in [([:], "not set"), (["TERM": ""], "empty")]
      as [([String: String], String)]
    {
      guard case .unnamed(let why) = surroundings(variables).terminal else {
        Issue.record("it has no name")
        continue
      }
      #expect(why.contains("TERM is \(word)"))
    }
  }

  @Test func `colours are avoided where NO_COLOR says something`() {
    #expect(!surroundings([:]).avoidsColour && !surroundings(["NO_COLOR": ""]).avoidsColour)
    #expect(surroundings(["NO_COLOR": "0"]).avoidsColour)
  }

  @Test func `what is written fits the locale`() {
    let text = "Ghostline · map Öl…\n● ann"
    for locale in [["LANG": "C"], [:], ["LC_ALL": "POSIX", "LANG": "de_DE.UTF-8"]] {
      #expect(surroundings(locale).written(text) == "Ghostline . map ?l~\n* ann")
    }
    for locale in [["LANG": "C.UTF-8"], ["LC_CTYPE": "ja_JP.utf8", "LANG": "C"]] {
      #expect(surroundings(locale).written(text) == text)
    }
  }

  @Test func `a file has a place in a folder, or the folder's trouble`() {
    #expect(
      surroundings(["HOME": "/h"]).state.appending("a").appending("b").path
        == "/h/.local/state/ghostline/a/b")
    let nowhere = surroundings([:]).state
    #expect(nowhere.appending("a") == nowhere && nowhere.path == nil)
  }

  @Test func `whoever asks for a summary is told where it is, or why it is nowhere`() throws {
    var presenter = Presenter(
      facts: SessionFacts(part: .guest, room: "", map: "open", seed: 1), name: "p")
    presenter.exported(.at(path: "/s/summary.json"))
    presenter.exported(.nowhere(why: "the disk is full"))
    let lines = presenter.model.log.lines
    try #require(lines.count == 2)
    #expect(lines[0].text == "summary in /s/summary.json" && lines[0].level == .good)
    #expect(lines[1].text == "the summary could not be written: the disk is full")
    #expect(lines[1].level == .bad)
  }
}
