package dev.parley.core;

import java.time.Duration;

/**
 * How long one conversation may take over what. The same on every engine.
 *
 * @param idle nothing received and nothing owed for this long: the conversation ends. A peer that has ended its sending side waits
 *     no longer than this for the replies it is owed, since it may as well have left
 * @param message from the first byte of a message to its last
 * @param write replies not taken for this long: the conversation ends
 * @param reply a reply owed for this long: the conversation ends; {@link #FOREVER} leaves it to the service
 * @param handshake until a connection that begins with one, as on TLS, has done so
 */
public record Timeouts(Duration idle, Duration message, Duration write, Duration reply, Duration handshake) {
    /** No limit: longer than any process runs. */
    public static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    /** 60 s idle, 10 s for a message and for a write, 5 s for a handshake; the service may take any time. */
    public static final Timeouts DEFAULT = new Timeouts(
            Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(10), FOREVER, Duration.ofSeconds(5));

    public Timeouts {
        Limits.requirePositive("idle timeout", idle.toNanos());
        Limits.requirePositive("message timeout", message.toNanos());
        Limits.requirePositive("write timeout", write.toNanos());
        Limits.requirePositive("reply timeout", reply.toNanos());
        Limits.requirePositive("handshake timeout", handshake.toNanos());
    }
}
