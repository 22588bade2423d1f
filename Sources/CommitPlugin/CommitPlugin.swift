import Foundation
import PackagePlugin

/// Writes before each build which commit is built, for whoever reports a fault; nothing where that is
/// not known, as in an archive of the sources.
///
/// A manifest could tell it too, but an evaluated one is kept, and with it the commit of an earlier day.
@main struct CommitPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let folder = context.pluginWorkDirectoryURL.appending(path: "Commit")
    // Written anew only where it says something new: the program would be built anew each time.
    let script = """
      commit=$(git -C "$1" describe --always --dirty --exclude '*' --abbrev=10 2>/dev/null) &&
        value="\\"$commit\\"" || value=nil
      text="enum BuiltCommit { static let name: String? = $value }"
      mkdir -p "${2%/*}"
      [ "$text" = "$(cat "$2" 2>/dev/null)" ] || printf '%s\\n' "$text" >"$2"
      """
    return [
      .prebuildCommand(
        displayName: "Asking for the commit", executable: URL(fileURLWithPath: "/bin/sh"),
        arguments: [
          "-c", script, "sh", context.package.directoryURL.path,
          folder.appending(path: "BuiltCommit.swift").path,
        ], outputFilesDirectory: folder)
    ]
  }
}
