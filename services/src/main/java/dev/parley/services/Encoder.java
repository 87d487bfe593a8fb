package dev.parley.services;

import dev.parley.core.Codecs;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Peer;
import dev.parley.core.PrintableText;
import dev.parley.core.Protocol;
import dev.parley.core.Reply;
import dev.parley.core.Service;
import dev.parley.core.TooLong;
import dev.parley.core.Transport;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.BreakIterator;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Seed 004: text comes back reversed, character by character as a reader counts them (extended grapheme clusters), so that
 * accents and joined emoji survive. Bytes that are not UTF-8 are reversed one by one. The text {@code stop} ends the
 * server, where it may.
 */
public final class Encoder implements Service<byte[], byte[]> {
    private static final int LONGEST_BYTES = 65_535;
    private static final int LONGEST_STOP_BYTES = 6;
    private static final Set<ByteBuffer> STOPS = Stream.of("stop", "stop\n", "stop\r\n")
            .map(text -> ByteBuffer.wrap(bytes(text)))
            .collect(Collectors.toUnmodifiableSet());

    /** The protocol. */
    public static final Protocol<byte[], byte[]> PROTOCOL =
            Protocol.of("encoder", Framings.READ, Codecs.BYTES, Codecs.BYTES);

    static final ServiceType<byte[], byte[]> TYPE = ServiceType.of(
                    "encoder",
                    "reverses text; 'stop' ends the server",
                    6666,
                    transport -> PROTOCOL,
                    settings ->
                            conversation -> new Encoder(conversation.peer(), settings.stopAllowed(), settings.stop()))
            .served(serving -> serving.on(Transport.TCP)
                    .onEngine("threads")
                    .within(Limits.DEFAULT.withMaxMessage(LONGEST_BYTES, TooLong.REJECT)))
            .forClients(client -> client.expecting(Encoder::answer)
                    .stoppedBy(new ClientSide.Stop(bytes("stop"), Encoder::isStop))
                    .withOriginal(new ClientSide.Original("default payload", Encoder::cannotConnect)));

    private final Peer peer;
    private final boolean stopAllowed;
    private final Runnable stop;
    /** Only the first message may be a stop: a read in the middle of a longer text may happen to be that word. */
    private boolean first = true;

    /** @param stopAllowed whether this server may be stopped by its peers */
    public Encoder(Peer peer, boolean stopAllowed, Runnable stop) {
        this.peer = peer;
        this.stopAllowed = stopAllowed;
        this.stop = stop;
    }

    @Override
    public void serve(byte[] request, Reply<byte[]> reply) {
        boolean mayStop = first;
        first = false;
        if (mayStop && isStop(request)) {
            ServiceLog.stop(peer, stopAllowed);
            if (stopAllowed) {
                reply.none();
                stop.run();
                return;
            }
        }
        reply.send(answer(request));
    }

    /** The text reversed; also what a stop that is refused is answered. May use the array of the request. */
    public static byte[] answer(byte[] request) {
        String text = textOf(request);
        return text == null ? Reverse.reversed(request) : reversed(text).getBytes(StandardCharsets.UTF_8);
    }

    /** Exactly four bytes; a line end may follow. */
    public static boolean isStop(byte[] request) {
        return request.length <= LONGEST_STOP_BYTES && STOPS.contains(ByteBuffer.wrap(request));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The original's host is a URL unless it is typed without one. */
    private static String cannotConnect(String typed, String host) {
        boolean plain = typed.contains("://") && !typed.contains("://http://");
        return "Couldn't get connection to " + (plain ? "" : "http://") + host;
    }

    private static @Nullable String textOf(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            ServiceLog.LOG.log(
                    System.Logger.Level.DEBUG, () -> "not UTF-8, reversed byte by byte: " + PrintableText.of(bytes));
            return null;
        }
    }

    static String reversed(String text) {
        BreakIterator clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
        clusters.setText(text);
        StringBuilder reversed = new StringBuilder(text.length());
        int end = clusters.last();
        for (int start = clusters.previous(); start != BreakIterator.DONE; start = clusters.previous()) {
            reversed.append(text, start, end);
            end = start;
        }
        return reversed.toString();
    }
}
