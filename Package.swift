// swift-tools-version: 6.2
import PackageDescription

let house: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "ghostline",
  products: [
    .library(name: "Rollback", targets: ["Rollback", "Vocabulary"]),
    .library(name: "Netplay", targets: ["Netplay", "Rollback", "Vocabulary"]),
    .executable(name: "ghostline", targets: ["ghostline"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    .package(url: "https://github.com/apple/swift-crypto", "4.0.0"..<"5.0.0"),
    // Makes the certificate that a host signs itself.
    .package(url: "https://github.com/apple/swift-certificates", from: "1.21.0"),
    .package(url: "https://github.com/apple/swift-asn1", from: "1.7.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    // For whoever writes: `swift package generate-documentation`. No target depends on it.
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0"),
  ],
  targets: [
    // Pure: values in, values out.
    .target(name: "Vocabulary", swiftSettings: house),
    .target(name: "Rollback", dependencies: ["Vocabulary"], swiftSettings: house),
    .target(name: "Netplay", dependencies: ["Rollback", "Vocabulary"], swiftSettings: house),
    .target(
      name: "SecureChannel",
      dependencies: ["Vocabulary", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: house),
    .target(
      name: "Relay",
      dependencies: ["Vocabulary", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: house),
    .target(name: "Stun", dependencies: ["Vocabulary"], swiftSettings: house),
    .target(name: "Impairment", dependencies: ["Vocabulary"], swiftSettings: house),
    .target(name: "GridGame", dependencies: ["Rollback", "Vocabulary"], swiftSettings: house),
    .target(
      name: "Station",
      dependencies: [
        "Vocabulary", "Rollback", "Netplay", "SecureChannel", "Relay", "Stun", "Impairment",
        "GridGame",
      ],
      swiftSettings: house),
    .target(
      name: "Simulation",
      dependencies: [
        "Vocabulary", "Rollback", "Netplay", "SecureChannel", "Relay", "Stun", "Impairment",
        "GridGame", "Station",
      ],
      swiftSettings: house),
    .target(
      name: "Views",
      dependencies: ["Station", "Netplay", "GridGame", "Rollback", "Vocabulary"],
      swiftSettings: house),
    .target(
      name: "Presentation",
      dependencies: [
        "Vocabulary", "Rollback", "Netplay", "Relay", "Stun", "GridGame", "Station", "Views",
      ],
      swiftSettings: house),
    .target(
      name: "Assets", path: "Assets", resources: [.embedInCode("Maps")], swiftSettings: house),

    // The shell: sockets, the screen, the clock.
    .target(
      name: "Transport",
      dependencies: [
        "Vocabulary", "Station", "Relay", "Stun",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
        .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
        .product(name: "NIOTLS", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "X509", package: "swift-certificates"),
        .product(name: "SwiftASN1", package: "swift-asn1"),
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: house),
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncursesw5-dev"])]),
    .target(name: "CTerminal"),
    .target(
      name: "Terminal", dependencies: ["Vocabulary", "Views", "CNcurses", "CTerminal"],
      swiftSettings: house),
    .target(
      name: "Output",
      dependencies: [
        "Vocabulary", "Terminal",
        .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: house),
    .executableTarget(
      name: "ghostline",
      dependencies: [
        "Vocabulary", "Rollback", "Netplay", "SecureChannel", "Relay", "Stun", "Impairment",
        "GridGame", "Station", "Simulation", "Views", "Presentation", "Assets", "Transport",
        "Terminal", "Output",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: house, plugins: ["CommitPlugin"]),
    // Tells the program which commit it was built from.
    .plugin(name: "CommitPlugin", capability: .buildTool(), path: "Sources/CommitPlugin"),

    // How fast it is, beside a floor in plain C.
    .target(name: "CFloor", path: "Benchmarks/CFloor"),
    .target(name: "CMalloc", path: "Benchmarks/CMalloc"),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Vocabulary", "Rollback", "Netplay", "SecureChannel", "GridGame", "Assets",
        "Simulation", "CFloor", "CMalloc",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      path: "Benchmarks/Benchmarks", swiftSettings: house),

    .testTarget(name: "VocabularyTests", dependencies: ["Vocabulary"], swiftSettings: house),
    .testTarget(
      name: "RollbackTests", dependencies: ["Rollback", "Vocabulary"], swiftSettings: house),
    .testTarget(
      name: "NetplayTests", dependencies: ["Netplay", "Rollback", "Vocabulary"],
      swiftSettings: house),
    .testTarget(
      name: "LibraryTests", dependencies: ["Netplay", "Rollback", "Vocabulary"],
      swiftSettings: house),
    .testTarget(
      name: "SecureChannelTests",
      dependencies: [
        "SecureChannel", "Relay", "Vocabulary", .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: house),
    .testTarget(name: "RelayTests", dependencies: ["Relay", "Vocabulary"], swiftSettings: house),
    .testTarget(
      name: "StunTests", dependencies: ["Stun", "Vocabulary"], swiftSettings: house),
    .testTarget(
      name: "GridGameTests", dependencies: ["GridGame", "Rollback", "Vocabulary", "Assets"],
      swiftSettings: house),
    .testTarget(
      name: "SimulationTests",
      dependencies: [
        "Simulation", "Station", "Impairment", "Netplay", "Rollback", "Relay", "GridGame", "Assets",
        "Vocabulary",
      ],
      swiftSettings: house),
    .testTarget(
      name: "ViewsTests",
      dependencies: ["Views", "Station", "Netplay", "GridGame", "Rollback", "Vocabulary"],
      swiftSettings: house),
    .testTarget(
      name: "PresentationTests",
      dependencies: [
        "Presentation", "Station", "Netplay", "Rollback", "Relay", "Stun", "GridGame", "Views",
        "Simulation", "Impairment", "Assets", "Vocabulary",
      ],
      swiftSettings: house),
    .testTarget(
      name: "StationTests",
      dependencies: [
        "Station", "Netplay", "Rollback", "Relay", "SecureChannel", "Stun", "Impairment",
        "GridGame", "Vocabulary",
      ],
      swiftSettings: house),
    .testTarget(
      name: "TransportTests",
      dependencies: [
        "Transport", "Station", "SecureChannel", "Relay", "Stun", "Vocabulary",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      swiftSettings: house),
    .testTarget(
      name: "TerminalTests", dependencies: ["Terminal", "Views", "Vocabulary"],
      swiftSettings: house),
    .testTarget(name: "TidyTests", swiftSettings: house),
    .testTarget(
      name: "EndToEndTests", dependencies: ["ghostline", "Output"], swiftSettings: house),
  ],
  swiftLanguageModes: [.v6]
)
