import Presentation

/// Keeps reports where `Surroundings` says.
enum StateFolder {
  private static var folder: Surroundings.Folder { OwnProcess.current.surroundings.state }

  /// Where crashes are reported; nothing where nothing can be written.
  static var crashes: String? { folder.appending("crash").path }

  /// Where a file in a folder of that name is; made or not.
  static func place(of name: String, in folder: String) -> Surroundings.Folder {
    Self.folder.appending(folder).appending(name)
  }
}
