package dev.parley.services;

import dev.parley.queue.MessageState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * The words of one command line, read from left to right as beanstalkd does: numbers may have blanks before them, and nothing else
 * may stand between them. A number that is not one leaves the line at fault for good.
 */
final class BeanstalkLine {
    /** Tube names have at most so many bytes. */
    static final int LONGEST_TUBE_NAME = 200;

    private static final String TUBE_NAME_SIGNS = "-+/;.$_()";
    private static final int DECIMAL = 10;

    private final byte[] bytes;
    private int at;
    private boolean fault;

    /** @param from where the arguments begin */
    BeanstalkLine(byte[] bytes, int from) {
        this.bytes = bytes;
        this.at = from;
    }

    /** False once a word was not what it had to be. */
    boolean ok() {
        return !fault;
    }

    /** True when everything was read, and all of it was right. */
    boolean ended() {
        return !fault && at == bytes.length;
    }

    private void skipBlanks() {
        while (at < bytes.length && bytes[at] == ' ') {
            at++;
        }
    }

    /** An unsigned decimal number up to {@code most}; 0 where there is none. */
    long number(long most) {
        skipBlanks();
        int start = at;
        long value = 0;
        while (!fault && at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
            int digit = bytes[at++] - '0';
            if (Long.compareUnsigned(value, Long.divideUnsigned(most - digit, DECIMAL)) > 0) {
                fault = true;
            }
            value = value * DECIMAL + digit;
        }
        fault |= at == start;
        return fault ? 0 : value;
    }

    /** A priority, or a number of bytes. */
    long unsigned32() {
        return number(0xFFFF_FFFFL);
    }

    /** The number of a message. */
    long id() {
        return number(-1L);
    }

    Duration seconds() {
        return Duration.ofSeconds(unsigned32());
    }

    /** The state of a message as stats have it, {@code ready}; any where it is none. */
    MessageState state() {
        skipBlanks();
        int start = at;
        while (at < bytes.length && bytes[at] != ' ') {
            at++;
        }
        String word = new String(bytes, start, at - start, StandardCharsets.US_ASCII);
        for (MessageState state : MessageState.values()) {
            if (word.equals(state.name().toLowerCase(Locale.ROOT))) {
                return state;
            }
        }
        fault = true;
        return MessageState.READY;
    }

    /** The rest of the line as the name of a tube; empty where it is none. */
    String tube() {
        String name = tubeWord();
        fault |= at != bytes.length;
        return fault ? "" : name;
    }

    /** The name of a tube, up to what cannot be part of one; empty where there is none. */
    String tubeWord() {
        int start = at;
        while (at < bytes.length && isTubeName(bytes[at])) {
            at++;
        }
        int length = at - start;
        fault |= length == 0 || length > LONGEST_TUBE_NAME || bytes[start] == '-';
        return fault ? "" : new String(bytes, start, length, StandardCharsets.US_ASCII);
    }

    private static boolean isTubeName(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || TUBE_NAME_SIGNS.indexOf(b) >= 0;
    }

    /** Whether this is a name a tube can have. */
    static boolean isTube(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        BeanstalkLine line = new BeanstalkLine(bytes, 0);
        line.tube();
        return line.ok();
    }
}
