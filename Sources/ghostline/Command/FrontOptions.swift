import ArgumentParser

/// What stands before a relay: TLS, and proxies.
struct FrontOptions: ParsableArguments {
  @Option(help: "TLS: a file in PEM with the certificate and those that vouch for it.")
  var tlsCertificate: String?

  @Option(help: "TLS: a file in PEM with the certificate's key.")
  var tlsKey: String?

  @Option(help: "A proxy whose X-Forwarded-For is believed, or a range of them; repeatable.")
  var trustedProxy: [String] = []

  @Flag(help: "The trusted proxies speak the PROXY protocol instead.")
  var proxyProtocol = false

  /// By the names of `RelaySettings`.
  var typed: [String: String?] {
    [
      "tls-certificate": tlsCertificate, "tls-key": tlsKey,
      "trusted-proxy": trustedProxy.isEmpty ? nil : trustedProxy.joined(separator: ","),
      "proxy-protocol": proxyProtocol ? "yes" : nil,
    ]
  }
}
