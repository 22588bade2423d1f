// swift-tools-version: 6.2
import PackageDescription

let house: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

let nio: [Target.Dependency] = [
  .product(name: "NIOCore", package: "swift-nio"),
  .product(name: "NIOPosix", package: "swift-nio"),
  .product(name: "NIOHTTP1", package: "swift-nio"),
  .product(name: "NIOWebSocket", package: "swift-nio"),
  .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
]

let package = Package(
  name: "ghostline",
  products: [
    .library(name: "Rollback", targets: ["Rollback"]),
    .library(name: "Netplay", targets: ["Netplay"]),
    .executable(name: "ghostline", targets: ["ghostline"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-crypto", "4.0.0"..<"5.0.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
  ],
  targets: [
    // Pure: values in, values out.
    .target(name: "Rollback", swiftSettings: house),
    .target(name: "Netplay", dependencies: ["Rollback"], swiftSettings: house),
    .target(
      name: "SecureChannel",
      dependencies: [.product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: house),
    .target(name: "Relay", swiftSettings: house),
    .target(name: "Stun", dependencies: ["Netplay", "Rollback"], swiftSettings: house),
    .target(name: "GridGame", dependencies: ["Rollback"], swiftSettings: house),
    .target(
      name: "Simulation",
      dependencies: ["Rollback", "Netplay", "SecureChannel", "GridGame"],
      swiftSettings: house),
    .target(
      name: "Views", dependencies: ["GridGame", "Netplay", "Rollback"], swiftSettings: house),
    .target(
      name: "Assets", path: "Assets", resources: [.embedInCode("Maps")], swiftSettings: house),

    // The shell: sockets, the screen, the clock.
    .target(
      name: "Transport", dependencies: ["Netplay", "SecureChannel", "Relay", "Stun"] + nio,
      swiftSettings: house),
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncursesw5-dev"])]),
    .target(name: "CTerminal"),
    .target(
      name: "Terminal", dependencies: ["Views", "CNcurses", "CTerminal"], swiftSettings: house),
    .executableTarget(
      name: "ghostline",
      dependencies: [
        "Rollback", "Netplay", "SecureChannel", "Relay", "Stun", "GridGame", "Simulation",
        "Views",
        "Assets", "Transport", "Terminal",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: house),

    // How fast it is, beside a floor in plain C.
    .target(name: "CFloor", path: "Benchmarks/CFloor"),
    .target(name: "CMalloc", path: "Benchmarks/CMalloc"),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Rollback", "Netplay", "SecureChannel", "GridGame", "Assets", "Simulation", "CFloor",
        "CMalloc", .product(name: "Crypto", package: "swift-crypto"),
      ],
      path: "Benchmarks/Benchmarks", swiftSettings: house),

    .testTarget(name: "RollbackTests", dependencies: ["Rollback"], swiftSettings: house),
    .testTarget(
      name: "NetplayTests", dependencies: ["Netplay", "Rollback"], swiftSettings: house),
    .testTarget(
      name: "LibraryTests", dependencies: ["Netplay", "Rollback"], swiftSettings: house),
    .testTarget(
      name: "SecureChannelTests", dependencies: ["SecureChannel", "Relay"], swiftSettings: house),
    .testTarget(name: "RelayTests", dependencies: ["Relay"], swiftSettings: house),
    .testTarget(
      name: "StunTests", dependencies: ["Stun", "Netplay", "Rollback"], swiftSettings: house),
    .testTarget(
      name: "GridGameTests", dependencies: ["GridGame", "Rollback", "Assets"],
      swiftSettings: house),
    .testTarget(
      name: "SimulationTests",
      dependencies: ["Simulation", "Netplay", "Rollback", "GridGame", "Assets"],
      swiftSettings: house),
    .testTarget(
      name: "ViewsTests", dependencies: ["Views", "GridGame", "Rollback"], swiftSettings: house),
    .testTarget(
      name: "TransportTests",
      dependencies: ["Transport", "Netplay", "SecureChannel", "Relay", "Stun"] + nio,
      swiftSettings: house),
    .testTarget(name: "TerminalTests", dependencies: ["Terminal", "Views"], swiftSettings: house),
    .testTarget(name: "TidyTests", swiftSettings: house),
    .testTarget(name: "EndToEndTests", dependencies: ["ghostline"], swiftSettings: house),
  ],
  swiftLanguageModes: [.v6]
)
