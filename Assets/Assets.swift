/// Lists the maps that are compiled into the program, so that it needs no files beside it.
package enum Assets {
  /// The maps in the order in which they are offered: a name for the command line, and the bytes of
  /// the map file.
  package static let maps: [(name: String, bytes: [UInt8])] = [
    ("open", PackageResources.open_map),
    ("crossroads", PackageResources.crossroads_map),
    ("pillars", PackageResources.pillars_map),
    ("corridors", PackageResources.corridors_map),
    ("fourrooms", PackageResources.fourrooms_map),
    ("wide", PackageResources.wide_map),
  ]

  /// The bytes of the map that is called `name` on the command line.
  package static func map(named name: String) -> [UInt8]? {
    maps.first { $0.name == name }?.bytes
  }
}
