package dev.parley.client;

import java.time.Duration;

/**
 * How long a client waits, and how much it takes.
 *
 * @param connectTimeout for the host's name to be looked up and the connection to be made
 * @param replyTimeout for each request to be taken by the server, and for each whole reply to come, from the moment it is
 *     waited for
 * @param maxMessageBytes the longest reply
 */
public record ClientOptions(Duration connectTimeout, Duration replyTimeout, int maxMessageBytes) {
    /** 5 s, 5 s, 1 MiB. */
    public static final ClientOptions DEFAULT =
            new ClientOptions(Duration.ofSeconds(5), Duration.ofSeconds(5), 1 << 20);

    /** The same with another time to wait, for the connection and for each reply. */
    public ClientOptions withTimeout(Duration timeout) {
        return new ClientOptions(timeout, timeout, maxMessageBytes);
    }

    /** The same with another time to wait for each reply. */
    public ClientOptions withReplyTimeout(Duration timeout) {
        return new ClientOptions(connectTimeout, timeout, maxMessageBytes);
    }

    /** The same with another longest reply. */
    public ClientOptions withMaxMessage(int bytes) {
        return new ClientOptions(connectTimeout, replyTimeout, bytes);
    }
}
