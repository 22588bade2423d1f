package import Vocabulary

extension RelayListener {
  /// Where players find it: not at a wildcard, which is no address, but by the name that its certificate is
  /// for, else by the likeliest address of this machine.
  package var address: RelayAddress {
    let name = front.certificates?.certificate.hostName
    let own = isEverywhere ? LocalAddresses.likeliest?.hostText ?? "127.0.0.1" : host
    return RelayAddress(HostPort(host: name ?? own, port: boundPort), by: front.link)
  }
}
