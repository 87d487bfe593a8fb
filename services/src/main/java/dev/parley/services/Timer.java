package dev.parley.services;

import dev.parley.core.Codecs;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Protocol;
import dev.parley.core.Reply;
import dev.parley.core.Service;
import dev.parley.core.TooLong;
import dev.parley.services.ClientSide.Use;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Seed 003: answers with the time since the previous message of this connection.
 *
 * <pre>
 *   request  9f8b1c1e-....  (a UUID in lower case, 36 bytes; any other text is answered alike)
 *   reply    UUID: 9f8b1c1e-.... received after 0.000123 seconds
 * </pre>
 *
 * Measured from the sending of the previous reply, the first from the connect. A text that begins with {@code UUID: } is a
 * reply and is not answered: two servers that answer replies would never stop.
 */
public final class Timer implements Service<byte[], byte[]> {
    private static final int LONGEST_BYTES = 1024;
    private static final int CLIENTS = 5;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String REPLY_BEGINS = "UUID: ";

    /** The protocol. */
    public static final Protocol<byte[], byte[]> PROTOCOL =
            Protocol.of("timer", Framings.READ, Codecs.BYTES, Codecs.BYTES);

    static final ServiceType<byte[], byte[]> TYPE = ServiceType.of(
                    "timer",
                    "answers with the time since the client's previous message",
                    47945,
                    transport -> PROTOCOL,
                    settings -> peer -> new Timer(settings.nanoTime()))
            .served(serving -> serving.onEngine("threads")
                    .withThreads(CLIENTS)
                    .within(Limits.DEFAULT
                            .withMaxMessage(LONGEST_BYTES, TooLong.REJECT)
                            .withMaxClients(CLIENTS))
                    .noting("A timer serves " + CLIENTS + " clients at once, unless --max-clients is given."))
            .forClients(client -> client.usedTo(Use.SEND, Use.PING, Use.LOAD, Use.TIME));

    private final LongSupplier nanoTime;
    private long previousNanos;

    /** For one connection, which begins now. */
    public Timer(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.previousNanos = nanoTime.getAsLong();
    }

    @Override
    public void serve(byte[] request, Reply<byte[]> reply) {
        // Latin-1 maps every byte to itself, so the peer's text comes back byte for byte whatever it is.
        String text = new String(request, StandardCharsets.ISO_8859_1);
        if (text.startsWith(REPLY_BEGINS)) {
            reply.none();
            return;
        }
        double seconds = (nanoTime.getAsLong() - previousNanos) / NANOS_PER_SECOND;
        String answer = String.format(Locale.ROOT, "%s%s received after %.6f seconds", REPLY_BEGINS, text, seconds);
        reply.send(answer.getBytes(StandardCharsets.ISO_8859_1));
        previousNanos = nanoTime.getAsLong();
    }
}
