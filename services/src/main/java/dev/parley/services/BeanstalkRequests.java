package dev.parley.services;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.core.Codec;
import dev.parley.queue.Holder;
import dev.parley.services.BeanstalkCommand.Kick;
import dev.parley.services.BeanstalkCommand.ListMessages;
import dev.parley.services.BeanstalkCommand.OnMessage;
import dev.parley.services.BeanstalkCommand.OnTube;
import dev.parley.services.BeanstalkCommand.Once;
import dev.parley.services.BeanstalkCommand.Plain;
import dev.parley.services.BeanstalkCommand.Put;
import dev.parley.services.BeanstalkCommand.Quit;
import dev.parley.services.BeanstalkCommand.Refused;
import dev.parley.services.BeanstalkCommand.Reserve;
import dev.parley.services.BeanstalkCommand.ReserveBatch;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Commands as lines. The words are looked for in beanstalkd's order, each as the beginning of the line, so that {@code reserveX} is a
 * reserve with a fault, and not unknown.
 */
final class BeanstalkRequests implements Codec<BeanstalkCommand> {
    static final BeanstalkRequests REQUESTS = new BeanstalkRequests();

    private static final byte[] END = {'\r', '\n'};
    private static final byte[] PUT = "put ".getBytes(US_ASCII);
    private static final long LONGEST_WAIT_SECONDS = Integer.MAX_VALUE;
    /** With arguments; the blank behind the word is part of it, but for the one that clients send without. */
    private static final List<Form> FORMS = List.of(
            form("peek ", (word, line) -> new OnMessage(word, line.id())),
            plain("peek-ready"),
            plain("peek-delayed"),
            plain("peek-buried"),
            form("reserve-with-timeout ", BeanstalkRequests::reserve, false),
            form("reserve-job ", (word, line) -> new OnMessage(word, line.id())),
            form("reserve-batch ", BeanstalkRequests::reserveBatch), // not beanstalkd's
            form("reserve", (word, line) -> new Reserve(word, Holder.FOREVER)),
            form("delete ", (word, line) -> new OnMessage(word, line.id())),
            form("release ", (word, line) -> new OnMessage(word, line.id(), line.unsigned32(), line.seconds())),
            form("bury ", (word, line) -> new OnMessage(word, line.id(), line.unsigned32(), Duration.ZERO)),
            form("kick ", BeanstalkRequests::kick, false),
            form("kick-job ", (word, line) -> new OnMessage(word, line.id())),
            form("touch ", (word, line) -> new OnMessage(word, line.id())),
            form("stats-job ", (word, line) -> new OnMessage(word, line.id())),
            form("stats-tube ", (word, line) -> new OnTube(word, line.tube())),
            plain("stats"),
            form("use ", (word, line) -> new OnTube(word, line.tube())),
            form("watch ", (word, line) -> new OnTube(word, line.tube())),
            form("ignore ", (word, line) -> new OnTube(word, line.tube())),
            plain("list-tubes-watched"),
            plain("list-tube-used"),
            plain("list-tubes"),
            form("quit", (word, line) -> new Quit(), false),
            form("pause-tube ", (word, line) -> new OnTube(word, line.tubeWord(), line.seconds())),
            // Not beanstalkd's: it answers these with UNKNOWN_COMMAND, as it does what only begins like them.
            form("purge-tube ", (word, line) -> new OnTube(word, line.tube())),
            form("list-jobs ", BeanstalkRequests::list),
            form("once ", (word, line) -> new Once(line.tube())),
            alone("drain"),
            alone("undrain"));

    /** A command of this form; what the line lacks, it says itself. */
    private interface Reading {
        BeanstalkCommand read(String word, BeanstalkLine arguments);
    }

    /**
     * How a command is written.
     *
     * @param toTheEnd whether nothing may follow
     * @param alone whether something that follows makes it another word
     */
    private record Form(byte[] begin, String word, Reading reading, boolean toTheEnd, boolean alone) {
        boolean begins(byte[] line) {
            return BeanstalkRequests.begins(line, begin) && (!alone || line.length == begin.length);
        }
    }

    private BeanstalkRequests() {}

    private static Form form(String begin, Reading reading) {
        return form(begin, reading, true);
    }

    private static Form form(String begin, Reading reading, boolean toTheEnd) {
        return new Form(begin.getBytes(US_ASCII), begin.strip(), reading, toTheEnd, false);
    }

    private static Form alone(String word) {
        return new Form(word.getBytes(US_ASCII), word, (it, line) -> new Plain(it), true, true);
    }

    private static Form plain(String word) {
        return form(word, (it, line) -> new Plain(it));
    }

    private static BeanstalkCommand reserve(String word, BeanstalkLine line) {
        return new Reserve(word, Duration.ofSeconds(Math.min(line.number(Long.MAX_VALUE), LONGEST_WAIT_SECONDS)));
    }

    private static BeanstalkCommand reserveBatch(String word, BeanstalkLine line) {
        long most = line.number(Long.MAX_VALUE);
        return most == 0 ? new Refused(BeanstalkReply.BAD_FORMAT, "") : new ReserveBatch(most);
    }

    private static BeanstalkCommand kick(String word, BeanstalkLine line) {
        return new Kick(line.number(Long.MAX_VALUE));
    }

    private static BeanstalkCommand list(String word, BeanstalkLine line) {
        return new ListMessages(line.tubeWord(), line.state(), line.number(Long.MAX_VALUE));
    }

    private static boolean begins(byte[] line, byte[] with) {
        return line.length >= with.length && Arrays.equals(line, 0, with.length, with, 0, with.length);
    }

    private static boolean hasNul(byte[] line) {
        for (byte b : line) {
            if (b == 0) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable BeanstalkLine putArguments(byte[] line) {
        return begins(line, PUT) && !hasNul(line) ? new BeanstalkLine(line, PUT.length) : null;
    }

    /** How long the body behind this line says it is; -1 where the line has none, or is not right so far. */
    static long bodyBytes(byte[] line) {
        BeanstalkLine arguments = putArguments(line);
        if (arguments == null) {
            return -1;
        }
        arguments.unsigned32();
        arguments.unsigned32();
        arguments.unsigned32();
        long bytes = arguments.unsigned32();
        return arguments.ok() ? bytes : -1;
    }

    /** True of the line of a put that a body follows. */
    static boolean isWholePut(byte[] line) {
        BeanstalkLine arguments = putArguments(line);
        if (arguments == null) {
            return false;
        }
        for (int i = 0; i < 4; i++) {
            arguments.unsigned32();
        }
        return arguments.ended();
    }

    @Override
    public BeanstalkCommand decode(ByteBuffer frame) {
        int end = BeanstalkRequestFraming.endOfLine(frame, frame.position());
        byte[] line = new byte[(end < 0 ? frame.limit() : end) - frame.position()];
        frame.get(line);
        return end < 0 ? command(line) : put(line, frame);
    }

    private static BeanstalkCommand put(byte[] line, ByteBuffer rest) {
        BeanstalkLine arguments = new BeanstalkLine(line, PUT.length);
        long priority = arguments.unsigned32();
        Duration delay = arguments.seconds();
        Duration timeToRun = arguments.seconds();
        rest.position(rest.position() + BeanstalkRequestFraming.END_BYTES);
        byte[] body = new byte[rest.remaining() - BeanstalkRequestFraming.END_BYTES];
        rest.get(body);
        return rest.get() == '\r' && rest.get() == '\n'
                ? new Put(priority, delay, timeToRun, body)
                : new Refused(BeanstalkReply.EXPECTED_CRLF, "put");
    }

    private static BeanstalkCommand command(byte[] line) {
        if (Arrays.equals(line, BeanstalkRequestFraming.TOO_BIG)) {
            return new Refused(BeanstalkReply.JOB_TOO_BIG, "put");
        }
        if (hasNul(line)) {
            return new Refused(BeanstalkReply.BAD_FORMAT, "");
        }
        if (begins(line, PUT)) { // else it would have a body
            return new Refused(BeanstalkReply.BAD_FORMAT, bodyBytes(line) >= 0 ? "put" : "");
        }
        for (Form form : FORMS) {
            if (form.begins(line)) {
                BeanstalkLine arguments = new BeanstalkLine(line, form.begin.length);
                BeanstalkCommand command = form.reading.read(form.word, arguments);
                return form.toTheEnd ? whole(command, arguments.ended()) : whole(command, arguments.ok());
            }
        }
        return new Refused(BeanstalkReply.UNKNOWN_COMMAND, "");
    }

    private static BeanstalkCommand whole(BeanstalkCommand command, boolean right) {
        return right ? command : new Refused(BeanstalkReply.BAD_FORMAT, "");
    }

    @Override
    public int sizeBytes(BeanstalkCommand command) {
        int bodyBytes = command instanceof Put put ? put.body().length + END.length : 0;
        return line(command).length() + END.length + bodyBytes;
    }

    @Override
    public void encode(BeanstalkCommand command, ByteBuffer out) {
        out.put(line(command).getBytes(US_ASCII)).put(END);
        if (command instanceof Put put) {
            out.put(put.body()).put(END);
        }
    }

    /** Without its end. */
    private static String line(BeanstalkCommand command) {
        return switch (command) {
            case Put put -> put.toString();
            case Reserve reserve ->
                reserve.word().equals("reserve")
                        ? reserve.word()
                        : reserve.word() + " " + reserve.atMost().toSeconds();
            case OnMessage one -> {
                String text = one.word() + " " + Long.toUnsignedString(one.id());
                yield switch (one.word()) {
                    case "release" ->
                        text + " " + one.priority() + " " + one.delay().toSeconds();
                    case "bury" -> text + " " + one.priority();
                    default -> text;
                };
            }
            case OnTube one ->
                one.word() + " " + one.tube()
                        + (one.word().equals("pause-tube") ? " " + one.time().toSeconds() : "");
            case Once once -> once.word() + " " + once.key();
            case ListMessages list ->
                list.word() + " " + list.tube() + " " + list.state().name().toLowerCase(Locale.ROOT) + " "
                        + list.limit();
            case ReserveBatch batch -> batch.word() + " " + batch.most();
            case Kick kick -> kick.word() + " " + kick.bound();
            case Plain plain -> plain.word();
            case Quit _ -> "quit";
            case Refused refused -> throw new IllegalArgumentException(refused + " is no command");
        };
    }
}
