package dev.parley.client;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How long a client waits, how much it takes, and whom it trusts.
 *
 * @param connectTimeout for the host's name to be looked up and the connection to be made
 * @param replyTimeout for each request to be taken by the server, and for each whole reply to come, from the moment it is
 *     waited for
 * @param maxMessageBytes the longest reply
 * @param tls which servers are trusted on TLS, and which certificate is shown to them; null for the authorities the JDK trusts, and
 *     none. The server's name is checked in either case
 */
public record ClientOptions(
        Duration connectTimeout,
        Duration replyTimeout,
        int maxMessageBytes,
        @Nullable SSLContext tls) {
    /** 5 s, 5 s, 1 MiB. */
    public static final ClientOptions DEFAULT =
            new ClientOptions(Duration.ofSeconds(5), Duration.ofSeconds(5), 1 << 20, null);

    /** The same with another time to wait, for the connection and for each reply. */
    public ClientOptions withTimeout(Duration timeout) {
        return new ClientOptions(timeout, timeout, maxMessageBytes, tls);
    }

    /** The same with another time to wait for each reply. */
    public ClientOptions withReplyTimeout(Duration timeout) {
        return new ClientOptions(connectTimeout, timeout, maxMessageBytes, tls);
    }

    /** The same with another longest reply. */
    public ClientOptions withMaxMessage(int bytes) {
        return new ClientOptions(connectTimeout, replyTimeout, bytes, tls);
    }

    /** The same with another context for endpoints on TLS. */
    public ClientOptions withTls(SSLContext context) {
        return new ClientOptions(connectTimeout, replyTimeout, maxMessageBytes, context);
    }
}
