import Foundation
import Netplay
import Output
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

  /// Where a folder of that name is, made or not.
  static func path(of folder: String) -> String { url.appendingPathComponent(folder).path }

  /// Writes a document into a folder of that name.
  ///
  /// - Returns: The path of the file.
  /// - Throws: `Failure` when it cannot be written.
  static func write(
    _ document: JSONValue, to folder: String, named name: String
  ) throws(Failure) -> String {
    let folder = url.appendingPathComponent(folder, isDirectory: true)
    let file = folder.appendingPathComponent(name)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data((document.text + "\n").utf8).write(to: file)
    } catch {
      throw Failure(.error, "\(file.path) cannot be written: \(error.localizedDescription)")
    }
    return file.path
  }
}

extension Playing {
  /// The name of a file about this episode on our side.
  var fileName: String {
    "\(Sentences.hex(terms.epoch))-seat\(localSeat.number).json"
  }
}
