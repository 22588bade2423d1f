import Netplay
import Station
import Vocabulary

/// Calls a person back who waits with the window behind another: rings when somebody comes, when the
/// match begins and when somebody wants another one, and says so in the window's title.
package struct Attention {
  package enum Call: Hashable {
    case bell
    case title(String)
  }

  private enum Scene: Hashable {
    case entering
    case waiting(present: Int, of: Int)
    case playing(epoch: UInt64)
    case over(epoch: UInt64, wishes: Int)
  }

  private var scene: Scene?

  /// What to do about what has changed since the last call.
  mutating func calls(of station: borrowing Station) -> [Call] {
    let present = Self.scene(of: station)
    guard present != scene else { return [] }
    let before = scene
    scene = present
    let title = Call.title("Ghostline · " + Self.words(present))
    return Self.rings(from: before, to: present) ? [.bell, title] : [title]
  }

  private static func scene(of station: borrowing Station) -> Scene {
    guard let lobby = station.lobby else { return .entering }
    if let epoch = station.epoch {
      if station.isTicking { return .playing(epoch: epoch) }
      if !lobby.isReady {
        return .over(epoch: epoch, wishes: lobby.members.filter(\.isReady).count)
      }
    }
    return .waiting(present: lobby.players.count { $0.name != nil } + 1, of: lobby.capacity)
  }

  private static func rings(from before: Scene?, to present: Scene) -> Bool {
    switch (before, present) {
    case (.waiting(let earlier, _), .waiting(let now, _)): now > earlier
    case (.waiting, .playing), (.over, .playing): true
    case (.over(_, let earlier), .over(_, let now)): now > earlier
    default: false
    }
  }

  private static func words(_ scene: Scene) -> String {
    switch scene {
    case .entering: "connecting"
    case .waiting(let present, let capacity): "\(present) of \(capacity) players"
    case .playing: "playing"
    case .over(_, 0): "match over"
    case .over: "another match?"
    }
  }
}
