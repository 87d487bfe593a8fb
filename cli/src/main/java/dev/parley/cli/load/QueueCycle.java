package dev.parley.cli.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.cli.shell.TubeServers;
import dev.parley.load.Cycle;
import dev.parley.load.LoadStoppedException;
import dev.parley.queue.MessageStore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a load of a work queue does again and again: it puts a message into a tube, reserves one of the load from there, and deletes that.
 * Which one it reserves does not matter, as each has been put before. Every message begins with the mark of the load:
 *
 * <pre>
 *   put 1024 0 60 64 CR LF | 16 signs of the mark | 48 letters | CR LF      INSERTED 7
 *   reserve-with-timeout 4 CR LF                                            RESERVED 7 64 CR LF ...
 *   delete 7 CR LF                                                          DELETED
 * </pre>
 */
final class QueueCycle implements Cycle {
    /** A message is as long, or longer. */
    static final int MARK_BYTES = 16;

    private static final int PUT = 0;
    private static final int RESERVE = 1;
    private static final int DELETE = 2;
    private static final List<String> STEPS = List.of("put", "reserve", "delete");

    /** Of a message that is held; far longer than a cycle takes, as its end would hand the message out once more. */
    private static final int TIME_TO_RUN_SECONDS = 60;

    private static final int PRIORITY = 1024;
    private static final byte[] END = ascii("\r\n");
    private static final byte[] INSERTED = ascii("INSERTED ");
    private static final byte[] RESERVED = ascii("RESERVED ");
    private static final byte[] DELETED = ascii("DELETED\r\n");
    private static final byte[] DELETE_ID = ascii("delete ");
    private static final int LONGEST_ID_BYTES = 20;
    /** Of a refusal, as far as it is shown: the word of a server, which may send anything. */
    private static final int LONGEST_WORD_BYTES = 32;

    private final TubeServers tubes;
    private final byte[] mark;
    private final byte[] reserve;

    /**
     * Of a load that begins here.
     *
     * @param replyTimeout of each step; a reserve ends before, so that a server that has no message says so
     */
    QueueCycle(TubeServers tubes, Duration replyTimeout) {
        this(tubes, replyTimeout, UUID.randomUUID().toString().replace("-", "").substring(0, MARK_BYTES));
    }

    /**
     * Of a load that several load generators divide: each has the messages of the others for its own.
     *
     * @param mark of the load
     * @throws IllegalArgumentException when it cannot be one
     */
    QueueCycle(TubeServers tubes, Duration replyTimeout, String mark) {
        if (!mark.matches("[!-~]{" + MARK_BYTES + "}")) {
            throw new IllegalArgumentException("a load of a work queue has a mark of " + MARK_BYTES + " signs");
        }
        this.tubes = tubes;
        this.mark = ascii(mark);
        this.reserve = ascii("reserve-with-timeout " + Math.max(0, replyTimeout.toSeconds() - 1) + "\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    @Override
    public String target() {
        return tubes.toString();
    }

    @Override
    public String mark() {
        return new String(mark, US_ASCII);
    }

    @Override
    public List<String> steps() {
        return STEPS;
    }

    @Override
    public List<byte[]> greeting() {
        List<byte[]> greeting = new ArrayList<>(
                List.of(ascii("use " + tubes.tube() + "\r\n"), ascii("watch " + tubes.tube() + "\r\n")));
        if (!tubes.tube().equals(MessageStore.DEFAULT_TUBE)) {
            greeting.add(ascii("ignore " + MessageStore.DEFAULT_TUBE + "\r\n"));
        }
        return greeting;
    }

    @Override
    public boolean greets(ByteBuffer reply) {
        return begins(reply, ascii("USING ")) || begins(reply, ascii("WATCHING "));
    }

    @Override
    public byte[] first(byte[] message) {
        System.arraycopy(mark, 0, message, 0, MARK_BYTES);
        byte[] line = ascii("put " + PRIORITY + " 0 " + TIME_TO_RUN_SECONDS + " " + message.length + "\r\n");
        return ByteBuffer.allocate(line.length + message.length + END.length)
                .put(line)
                .put(message)
                .put(END)
                .array();
    }

    /** Whether a message is one of this load. */
    boolean marks(byte[] body) {
        return body.length >= MARK_BYTES && Arrays.equals(body, 0, MARK_BYTES, mark, 0, MARK_BYTES);
    }

    @Override
    public int longestLaterBytes() {
        return Math.max(reserve.length, DELETE_ID.length + LONGEST_ID_BYTES + END.length);
    }

    @Override
    public UnderWay newUnderWay() {
        return new OfOneMessage();
    }

    /** The number of its message, as the server writes it, is all that a step has of the one before. */
    private final class OfOneMessage implements UnderWay {
        private final byte[] id = new byte[LONGEST_ID_BYTES];
        private int idBytes;

        @Override
        public void write(int step, ByteBuffer out) {
            if (step == RESERVE) {
                out.put(reserve);
            } else {
                out.put(DELETE_ID).put(id, 0, idBytes).put(END);
            }
        }

        @Override
        public @Nullable String read(int step, ByteBuffer reply) throws LoadStoppedException {
            boolean done = switch (step) {
                case PUT -> begins(reply, INSERTED);
                case RESERVE -> begins(reply, RESERVED);
                case DELETE -> begins(reply, DELETED);
                default -> throw new IllegalArgumentException("a cycle has no step " + step);
            };
            if (!done) {
                return word(reply);
            }
            return step != RESERVE || takeId(reply) ? null : word(reply);
        }

        /** False for a reply without one. */
        private boolean takeId(ByteBuffer reply) throws LoadStoppedException {
            int from = reply.position() + RESERVED.length;
            int at = from;
            while (at < reply.limit() && at - from < id.length && isDigit(reply.get(at))) {
                id[at - from] = reply.get(at);
                at++;
            }
            idBytes = at - from;
            if (idBytes == 0 || at == reply.limit() || reply.get(at) != ' ') {
                return false;
            }
            if (!isMarked(reply, bodyAt(reply, at))) {
                throw new LoadStoppedException(
                        "foreign message",
                        tubes + " has messages that are not of this load, such as "
                                + new String(id, 0, idBytes, US_ASCII)
                                + ", which was given back; load a tube that nothing else uses");
            }
            return true;
        }
    }

    private static boolean isDigit(byte sign) {
        return sign >= '0' && sign <= '9';
    }

    private static int bodyAt(ByteBuffer reply, int from) {
        int at = from;
        while (at < reply.limit() && reply.get(at) != '\n') {
            at++;
        }
        return at + 1;
    }

    private boolean isMarked(ByteBuffer reply, int from) {
        if (reply.limit() - from < MARK_BYTES) {
            return false;
        }
        for (int i = 0; i < MARK_BYTES; i++) {
            if (reply.get(from + i) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean begins(ByteBuffer reply, byte[] with) {
        if (reply.remaining() < with.length) {
            return false;
        }
        for (int i = 0; i < with.length; i++) {
            if (reply.get(reply.position() + i) != with[i]) {
                return false;
            }
        }
        return true;
    }

    /** {@code DRAINING} of {@code DRAINING CR LF}; what is not one is called so. */
    private static String word(ByteBuffer reply) {
        StringBuilder word = new StringBuilder();
        for (int at = reply.position(); at < reply.limit() && word.length() < LONGEST_WORD_BYTES; at++) {
            char sign = (char) reply.get(at);
            if (sign != '_' && (sign < 'A' || sign > 'Z')) {
                break;
            }
            word.append(sign);
        }
        return word.isEmpty() ? "unknown reply" : word.toString();
    }
}
