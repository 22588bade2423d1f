import Crypto
import Glibc
import NIOCore
import NIOSSL
import Vocabulary

/// The two files that an operator names, watched: whoever renews a certificate writes them anew.
///
/// Ask `look` every `interval`. Files that are not good keep the certificate that is shown.
package struct CertificateFiles {
  /// What a look led to.
  package enum Change: Hashable, Sendable {
    /// A new certificate is shown, until its end in seconds since 1970.
    case renewed(expiry: Int64)
    case kept(CertificateFilesError)
  }

  package enum Occasion {
    case interval
    /// Somebody asked: they are read whether they have changed or not.
    case demand
  }

  package static let interval = Duration.seconds(2)

  /// How long before its end a certificate that nobody renews is worth a word: those that are renewed by
  /// themselves have a month left then.
  private static let notice: Int64 = 14 * 86_400

  package let holder: CertificateHolder
  private let certificatePath: String
  private let keyPath: String
  /// What the files were like when they were read.
  private var read: [Stamp]
  /// What they were like at the last look: two files are not replaced at one moment, and are left alone
  /// while they change.
  private var seen: [Stamp]

  /// Reads the files.
  package init(certificate: String, key: String) throws(CertificateFilesError) {
    certificatePath = certificate
    keyPath = key
    read = [certificate, key].map { Stamp($0) }
    seen = read
    holder = try Self.holder(try Self.certificate(certificate, key))
  }

  /// That the certificate which is shown ends soon, or has ended; nothing before that.
  package var warning: String? {
    let expiry = holder.certificate.expiry
    guard expiry - Int64(time(nil)) < Self.notice else { return nil }
    return "the certificate is valid until \(CivilTime(secondsSince1970: expiry)): renew it"
  }

  /// Reads the files again if they have changed, and are as they were at the last look.
  package mutating func look(_ occasion: Occasion) -> Change? {
    let now = [certificatePath, keyPath].map { Stamp($0) }
    let isSettled = now == seen
    seen = now
    guard occasion == .demand || (isSettled && now != read) else { return nil }
    read = now
    do throws(CertificateFilesError) {
      let certificate = try Self.certificate(certificatePath, keyPath)
      do {
        try holder.show(certificate)
      } catch {
        throw CertificateFilesError.mismatch
      }
      return .renewed(expiry: certificate.expiry)
    } catch {
      return .kept(error)
    }
  }

  private static func certificate(
    _ certificatePath: String, _ keyPath: String
  ) throws(CertificateFilesError) -> ServerCertificate {
    let (chainBytes, keyBytes) = (try bytes(of: certificatePath), try bytes(of: keyPath))
    let chain: [NIOSSLCertificate]
    do {
      chain = try NIOSSLCertificate.fromPEMBytes(chainBytes)
    } catch {
      throw .noCertificate(certificatePath)
    }
    let key: NIOSSLPrivateKey
    do {
      // Who asks for a passphrase gets none: nobody is there to type it when a relay starts.
      key = try NIOSSLPrivateKey(bytes: keyBytes, format: .pem) { $0([UInt8]()) }
    } catch {
      throw .noKey(keyPath)
    }
    do {
      return try ServerCertificate(chain: chain, key: key)
    } catch {
      throw .noCertificate(certificatePath)
    }
  }

  private static func holder(
    _ certificate: ServerCertificate
  ) throws(CertificateFilesError) -> CertificateHolder {
    do {
      return try CertificateHolder(certificate)
    } catch {
      throw .mismatch
    }
  }

  /// More than any chain or key has.
  private static let mostBytes = 262_144

  private static func bytes(of path: String) throws(CertificateFilesError) -> [UInt8] {
    // A pipe that nobody writes to would be waited for.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(path, errno: errno) }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: mostBytes + 1)
    var count = 0
    while count < bytes.count {
      let more = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(descriptor, buffer.baseAddress?.advanced(by: count), buffer.count - count)
      }
      guard more >= 0 else { throw .unreadable(path, errno: errno) }
      if more == 0 { break }
      count += more
    }
    guard count <= mostBytes else { throw .unreadable(path, errno: EFBIG) }
    return Array(bytes.prefix(count))
  }

  /// By which a file is known to be written anew: what is in it, whatever names and links lead there.
  private struct Stamp: Hashable {
    /// What cannot be read differs from all that can.
    private let digest: SHA256.Digest?

    init(_ path: String) {
      do throws(CertificateFilesError) {
        digest = SHA256.hash(data: try CertificateFiles.bytes(of: path))
      } catch {
        digest = nil
      }
    }
  }
}

extension CertificateFiles.Change: CustomStringConvertible {
  package var description: String {
    switch self {
    case .renewed(let expiry):
      "shows a new certificate, valid until \(CivilTime(secondsSince1970: expiry))"
    case .kept(let error):
      "the new files of the certificate are not good, the old one is kept: \(error)"
    }
  }
}

/// Says what is wrong with the files of a certificate.
package enum CertificateFilesError: Error, Hashable, Sendable {
  case unreadable(String, errno: Int32)
  /// Not in PEM, or none in it.
  case noCertificate(String)
  /// The same, or with a passphrase.
  case noKey(String)
  case mismatch
}

extension CertificateFilesError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let path, let number):
      "\(path) cannot be read: \(unsafe String(cString: strerror(number)))"
    case .noCertificate(let path): "\(path) holds no certificate in PEM"
    case .noKey(let path): "\(path) holds no key in PEM that has no passphrase"
    case .mismatch: "the key is not the certificate's"
    }
  }
}
