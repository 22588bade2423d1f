import Foundation
import NIOSSL
import Testing
import Vocabulary

@testable import Transport

/// The files of a certificate: what is read, when they are read again, and what keeps the old one.
struct CertificateFilesTests {
  /// Two files in a folder of their own.
  private final class Folder {
    private let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("ghostline-\(UUID().uuidString)")
    var certificate: String { url.appendingPathComponent("certificate.pem").path }
    var key: String { url.appendingPathComponent("key.pem").path }

    init() throws {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func write(_ made: ServerCertificate) throws {
      try write(certificate: made)
      try write(key: made)
    }

    func write(certificate made: ServerCertificate) throws {
      try write(pem("CERTIFICATE", try made.chain[0].toDERBytes()), to: certificate)
    }

    func write(key made: ServerCertificate) throws {
      try write(pem("EC PRIVATE KEY", try made.key.derBytes), to: key)
    }

    func write(_ text: String, to path: String) throws {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    private func pem(_ kind: String, _ bytes: [UInt8]) -> String {
      "-----BEGIN \(kind)-----\n"
        + Data(bytes).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        + "\n-----END \(kind)-----\n"
    }
  }

  private func files(_ folder: Folder) throws -> CertificateFiles {
    try CertificateFiles(certificate: folder.certificate, key: folder.key)
  }

  @Test func `what two files hold is shown`() throws {
    let folder = try Folder()
    let made = try ServerCertificate.selfSigned(for: "relay.example")
    try folder.write(made)
    let shown = try files(folder).holder.certificate
    #expect(shown.pin == made.pin && shown.expiry == made.expiry)
    // Nobody else vouches for it: its pin does, and no name is needed.
    #expect(shown.link == RelayLink(.tls(made.pin)) && shown.hostName == nil)
  }

  @Test func `files that are not good are told by what is wrong with them`() throws {
    let folder = try Folder()
    let (made, other) = (
      try ServerCertificate.selfSigned(for: "a"), try ServerCertificate.selfSigned(for: "b")
    )
    #expect(throws: CertificateFilesError.unreadable(folder.certificate, errno: ENOENT)) {
      try files(folder)
    }
    try folder.write(made)
    try folder.write("", to: folder.certificate)
    #expect(throws: CertificateFilesError.noCertificate(folder.certificate)) { try files(folder) }
    try folder.write(made)
    try folder.write(
      "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", to: folder.key)
    #expect(throws: CertificateFilesError.noKey(folder.key)) { try files(folder) }
    try folder.write(key: other)
    #expect(throws: CertificateFilesError.mismatch) { try files(folder) }
    try folder.write(String(repeating: "x", count: 262_145), to: folder.key)
    #expect(throws: CertificateFilesError.unreadable(folder.key, errno: EFBIG)) {
      try files(folder)
    }
  }

  @Test func `new files are shown when both have kept still for an interval`() throws {
    let folder = try Folder()
    let (old, new) = (
      try ServerCertificate.selfSigned(for: "a"), try ServerCertificate.selfSigned(for: "b")
    )
    try folder.write(old)
    var files = try files(folder)
    #expect(files.look(.interval) == nil)
    try folder.write(certificate: new)
    #expect(files.look(.interval) == nil)
    try folder.write(key: new)
    #expect(files.look(.interval) == nil)
    #expect(files.holder.certificate.pin == old.pin)
    #expect(files.look(.interval) == .renewed(expiry: new.expiry))
    #expect(files.holder.certificate.pin == new.pin)
    #expect(files.look(.interval) == nil)
  }

  @Test func `bad files keep the old certificate, and are told once`() throws {
    let folder = try Folder()
    let made = try ServerCertificate.selfSigned(for: "a")
    try folder.write(made)
    var files = try files(folder)
    try folder.write("nothing", to: folder.certificate)
    #expect(files.look(.interval) == nil)
    #expect(files.look(.interval) == .kept(.noCertificate(folder.certificate)))
    #expect(files.look(.interval) == nil)
    #expect(files.holder.certificate.pin == made.pin)
    // Who asks is told again.
    #expect(files.look(.demand) == .kept(.noCertificate(folder.certificate)))
    try folder.write(certificate: made)
    #expect(files.look(.demand) == .renewed(expiry: made.expiry))
  }

  @Test func `a key that belongs to another certificate keeps the old one`() throws {
    let folder = try Folder()
    let made = try ServerCertificate.selfSigned(for: "a")
    try folder.write(made)
    var files = try files(folder)
    try folder.write(key: try ServerCertificate.selfSigned(for: "b"))
    #expect(files.look(.demand) == .kept(.mismatch))
    #expect(files.holder.certificate.pin == made.pin)
  }
}
