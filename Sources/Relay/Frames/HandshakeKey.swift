import Crypto
import Vocabulary

/// What a server answers to a client's key, so that the client knows it has met a WebSocket server.
package enum HandshakeKey {
  /// The `Sec-WebSocket-Accept` for a `Sec-WebSocket-Key` (RFC 6455, 4.2.2).
  package static func acceptance(of key: String) -> String {
    let text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    let digest = Base64URL.encode(Array(Insecure.SHA1.hash(data: Array(text.utf8))))
    // RFC 4648, 4 in place of 5: two other symbols, and one that fills up what 20 bytes leave.
    return digest.replacing("-", with: "+").replacing("_", with: "/") + "="
  }
}
