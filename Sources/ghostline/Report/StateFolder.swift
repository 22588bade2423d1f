import Foundation
import Netplay
import Output
import Presentation
import Rollback
import Station
import Vocabulary

/// Keeps reports where `Surroundings` says.
enum StateFolder {
  /// Writes a document into a folder of that name.
  ///
  /// - Returns: The path of the file.
  /// - Throws: `Failure` when it cannot be written.
  static func write(
    _ document: JSONValue, to folder: String, named name: String
  ) throws(Failure) -> String {
    let base: String
    switch OwnProcess.current.surroundings.state {
    case .at(let path): base = path
    case .nowhere(let why): throw Failure(.error, why)
    }
    let folder = URL(fileURLWithPath: base).appendingPathComponent(folder, isDirectory: true)
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
