import Foundation
import Presentation

/// What this process was started with: its variables, and who runs it.
struct OwnProcess {
  static let current = OwnProcess()

  let variables: [String: String]
  let surroundings: Surroundings

  private init() {
    variables = ProcessInfo.processInfo.environment
    surroundings = Surroundings(variables: variables, account: Self.account)
  }

  private static var account: Surroundings.Account? {
    guard let entry = unsafe getpwuid(geteuid())?.pointee,
      let name = unsafe entry.pw_name, let home = unsafe entry.pw_dir
    else { return nil }
    return unsafe Surroundings.Account(name: String(cString: name), home: String(cString: home))
  }

  /// Nothing where no folder is ours.
  var settingsPath: String? { surroundings.configuration.path.map { $0 + "/config" } }
}
