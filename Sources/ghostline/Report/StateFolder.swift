import Foundation
import Netplay
import Presentation
import Rollback
import Station
import Vocabulary

/// Where reports are kept, by the XDG base directory rules.
enum StateFolder {
  private static var url: URL {
    let environment = ProcessInfo.processInfo.environment
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
      return URL(fileURLWithPath: state).appendingPathComponent("ghostline")
    }
    return FileManager.default.homeDirectoryForCurrentUser
      .appendingPathComponent(".local/state/ghostline")
  }

  /// Where a file in a folder of that name is, or the folder; made or not.
  static func path(of folder: String, named name: String? = nil) -> String {
    let folder = url.appendingPathComponent(folder)
    return (name.map { folder.appendingPathComponent($0) } ?? folder).path
  }
}

extension Playing {
  /// The name of a file about this episode on our side.
  var fileName: String {
    "\(Sentences.hex(terms.epoch))-seat\(localSeat.number).json"
  }
}
