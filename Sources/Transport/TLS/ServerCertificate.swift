import Crypto
import FoundationEssentials
import NIOSSL
import SwiftASN1
package import Vocabulary
import X509

/// A certificate with those that vouch for it, and its key: what a relay shows.
package struct ServerCertificate: Sendable {
  let chain: [NIOSSLCertificate]
  let key: NIOSSLPrivateKey
  package let pin: CertificatePin
  /// Seconds since 1970, of the one that ends first.
  package let expiry: Int64

  /// - Throws: What a TLS library says of it.
  init(chain: [NIOSSLCertificate], key: NIOSSLPrivateKey) throws {
    guard let leaf = chain.first else { throw NIOSSLError.failedToLoadCertificate }
    self.chain = chain
    self.key = key
    pin = try CertificatePin(of: leaf)
    expiry = Int64(chain.map(\.notValidAfter).min() ?? leaf.notValidAfter)
  }

  /// How players reach a relay that shows it: by its pin where nobody else vouches for it.
  package var link: RelayLink {
    RelayLink(.tls(chain.first.map(\.isSelfSigned) ?? true ? pin : nil))
  }

  /// The name that players have to use; nothing when it is for none, or a pin makes it needless.
  package var hostName: String? { link.pin == nil ? chain.first?.hostName : nil }

  /// For how long a certificate that a host signs itself is valid: longer than any room.
  private static let lifetime: TimeInterval = 30 * 86_400
  /// Clocks of players may be behind.
  private static let earliness: TimeInterval = 86_400

  /// Makes a new key and signs a certificate with it, in memory alone.
  ///
  /// - Parameters:
  ///   - name: What it is for, a name or an address: with a pin nobody asks.
  ///   - age: For how long it has been made already.
  package static func selfSigned(
    for name: String, age: Duration = .zero
  ) throws -> ServerCertificate {
    let key = P256.Signing.PrivateKey()
    let signing = Certificate.PrivateKey(key)
    let subject = try DistinguishedName { CommonName("Ghostline relay") }
    let made = Date() - TimeInterval(age.components.seconds)
    let certificate = try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: signing.publicKey,
      notValidBefore: made - earliness, notValidAfter: made + lifetime, issuer: subject,
      subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
      extensions: try Certificate.Extensions {
        Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
        SubjectAlternativeNames([generalName(name)])
      },
      issuerPrivateKey: signing)
    var serializer = DER.Serializer()
    try serializer.serialize(certificate)
    return try ServerCertificate(
      chain: [NIOSSLCertificate(bytes: serializer.serializedBytes, format: .der)],
      key: NIOSSLPrivateKey(bytes: Array(key.derRepresentation), format: .der))
  }

  private static func generalName(_ name: String) -> GeneralName {
    guard let address = Address(hostText: name) else { return .dnsName(name) }
    return .ipAddress(ASN1OctetString(contentBytes: address.networkBytes[...]))
  }
}

extension CertificatePin {
  /// - Throws: What a TLS library says of a key that it cannot write.
  init(of certificate: NIOSSLCertificate) throws {
    let key = try certificate.extractPublicKey().toSPKIBytes()
    guard let pin = CertificatePin(bytes: Array(SHA256.hash(data: key))) else {
      preconditionFailure("SHA-256 has 32 bytes")
    }
    self = pin
  }
}

extension NIOSSLCertificate {
  /// Whether nobody else vouches for it, by what it says of itself.
  var isSelfSigned: Bool { names.map { $0.issuer == $0.subject } ?? false }

  /// The first name that it is for, and that is one of a single host.
  var hostName: String? {
    guard let alternatives = try? names?.extensions.subjectAlternativeNames else { return nil }
    for case .dnsName(let name) in alternatives where !name.contains("*") { return name }
    return nil
  }

  /// What it says; nothing when another library cannot read it.
  private var names: Certificate? { try? Certificate(derEncoded: toDERBytes()) }
}
