import Stun
import Testing

/// The table of who reaches whom.
struct PredictionTests {
  typealias Access = NATSurvey.Verdict.Access

  private static let easy = Access.translated(.endpointIndependent, .endpointIndependent)
  private static let byHost = Access.translated(.endpointIndependent, .addressDependent)
  private static let strict = Access.translated(.endpointIndependent, .addressAndPortDependent)
  private static let symmetric = Access.translated(
    .addressAndPortDependent, .addressAndPortDependent)
  private static let looseSymmetric = Access.translated(.dependent, .endpointIndependent)
  private static let firewall = Access.untranslated(.addressAndPortDependent)
  private static let open = Access.untranslated(.endpointIndependent)

  @Test(
    arguments: [
      (easy, easy, .direct), (easy, strict, .direct), (strict, strict, .direct),
      (easy, symmetric, .direct), (byHost, symmetric, .direct), (strict, symmetric, .relayOnly),
      (symmetric, symmetric, .relayOnly), (looseSymmetric, looseSymmetric, .relayOnly),
      (looseSymmetric, symmetric, .relayOnly), (strict, looseSymmetric, .relayOnly),
      (open, symmetric, .direct), (firewall, symmetric, .relayOnly), (firewall, strict, .direct),
      (open, open, .direct),
      (.translated(.portIndependent, .portIndependent), symmetric, .direct),
      (.translated(.addressDependent, .addressDependent), strict, .relayOnly),
      (.translated(.addressDependent, .addressDependent), byHost, .direct),
      (.blocked, open, .relayOnly), (.blocked, .blocked, .relayOnly),
      (.blocked, .unknown, .relayOnly),
      // One server's silence foretells nothing.
      (.unanswered, easy, .direct), (.unanswered, symmetric, .unsure),
      (.unanswered, .blocked, .relayOnly),
      // Gaps that matter, and gaps that do not.
      (.unknown, easy, .direct), (.unknown, open, .direct), (.unknown, strict, .unsure),
      (.unknown, symmetric, .unsure), (.unknown, .unknown, .unsure),
      (.translated(.unknown, .addressAndPortDependent), symmetric, .relayOnly),
      (.translated(.unknown, .endpointIndependent), symmetric, .unsure),
      (.translated(.endpointIndependent, .unknown), symmetric, .unsure),
      (.translated(.endpointIndependent, .unknown), strict, .direct),
      (.untranslated(.unknown), symmetric, .unsure),
      (.translated(.dependent, .unknown), symmetric, .relayOnly),
    ] as [(Access, Access, NATSurvey.Prediction)])
  func `a match is direct, by the relay only, or unsure, seen from both sides`(
    one: Access, other: Access, prediction: NATSurvey.Prediction
  ) {
    let (one, other) = (NATSurvey.Verdict(access: one), NATSurvey.Verdict(access: other))
    #expect(one.worksWith(other) == prediction)
    #expect(other.worksWith(one) == prediction)
  }
}
