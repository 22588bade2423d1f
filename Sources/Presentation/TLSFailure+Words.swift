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

/// A moment as people write it, in UTC.
package struct CivilTime: Hashable, Sendable, CustomStringConvertible {
  package let description: String

  /// - Parameter seconds: Of the years 1 to 9999; others are cut to those.
  package init(secondsSince1970 seconds: Int64) {
    let bounded = min(max(seconds, -62_135_596_800), 253_402_300_799)
    let secondOfDay = bounded - Self.days(in: bounded) * 86_400
    let (year, month, day) = Self.date(ofDay: Self.days(in: bounded))
    func padded(_ number: Int64, to count: Int) -> String {
      let digits = "\(number)"
      return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }
    description =
      "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2)) "
      + "\(padded(secondOfDay / 3_600, to: 2)):\(padded(secondOfDay / 60 % 60, to: 2)) UTC"
  }

  private static func days(in seconds: Int64) -> Int64 {
    (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
  }

  /// After Howard Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`; for the first
  /// four thousand centuries around 1970.
  private static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }
}
