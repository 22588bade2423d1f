package import Relay
import Vocabulary

extension TLSFailure {
  /// For somebody who wanted to play: what it is, and what helps.
  func sentence(at location: HostPort) -> String {
    switch self {
    case .expired, .notYetValid:
      "\(diagnosis(of: "the relay \(location)")): is the clock of this machine right? If so, its operator has to "
        + "renew it"
    case .wrongName:
      "\(diagnosis(of: "the relay \(location)")): use the name that it is for, or an address with its pin"
    case .unknownIssuer:
      "\(diagnosis(of: "the relay \(location)")): nothing was sent. Ask for an address with its pin "
        + "(ghostlines://…?pin=…)"
    case .selfSigned:
      "\(diagnosis(of: "the relay \(location)")), so that anybody could be it: nothing was sent. Ask for an address "
        + "with its pin (ghostlines://…?pin=…)"
    case .pinDiffers:
      "what answers at \(location) has another key than the invite says: nothing was sent. The relay has a new "
        + "key, or somebody is between; ask for another invite"
    case .serverIsPlain:
      "what answers at \(location) speaks no TLS: if it is a relay, its address begins with ghostline://"
    case .serverExpectsTLS:
      "what answers at \(location) expects TLS: if it is a relay, its address begins with ghostlines://"
    case .cut:
      "what answers at \(location) ended the connection before TLS stood: it may speak none, or be overloaded"
    case .tooOld: "what answers at \(location) speaks no TLS 1.3"
    case .other: "no TLS with what answers at \(location): it may be something else"
    }
  }

  /// In a few words, behind "no connection to the relay".
  var words: String {
    switch self {
    case .expired: "its certificate has expired"
    case .notYetValid: "its certificate is not valid yet"
    case .wrongName: "its certificate is for another name"
    case .unknownIssuer: "nobody trusted vouches for its certificate"
    case .selfSigned: "its certificate is self-signed"
    case .pinDiffers: "it has another key"
    case .serverIsPlain: "what answers speaks no TLS"
    case .serverExpectsTLS: "what answers expects TLS"
    case .cut: "it ended the connection before TLS stood"
    case .tooOld: "it speaks no TLS 1.3"
    case .other: "no TLS with it"
    }
  }

  /// For whoever looks why.
  package var diagnosis: String { diagnosis(of: "it") }

  private func diagnosis(of relay: String) -> String {
    switch self {
    case .expired(let seconds):
      "\(relay) has a certificate that expired on \(CivilTime(secondsSince1970: seconds)) by this machine's clock"
    case .notYetValid(let seconds):
      "\(relay) has a certificate that is not valid before \(CivilTime(secondsSince1970: seconds)) by this machine's "
        + "clock"
    case .wrongName: "\(relay) has a certificate that is for another name than this one"
    case .unknownIssuer: "\(relay) has a certificate of an issuer that this machine does not trust"
    case .selfSigned: "\(relay) has a certificate that it signed itself"
    case .pinDiffers: "\(relay) has another key than the pin says"
    case .serverIsPlain: "what answers there speaks no TLS"
    case .serverExpectsTLS: "what answers there expects TLS: try ghostlines://"
    case .cut: "\(relay) ended the connection before TLS stood: it may speak none"
    case .tooOld: "\(relay) speaks no TLS 1.3"
    case .other: "no TLS came about with what answers there"
    }
  }
}
