/**
 * TLS for both sides: encryption as a state machine, and the certificates and keys it uses.
 *
 * <p>Rules of this room: no socket and no thread; the JDK's TLS (JSSE) does the cryptography and tls-channel steps its engine.
 *
 * <pre>{@code
 *   socket --ciphertext--> TlsStream --plain bytes--> session
 *   socket <--ciphertext-- TlsStream <--plain bytes-- session
 *
 *   PEM files --> Credentials, Authorities --> TlsContexts --> SSLContext
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.parley.tls;
