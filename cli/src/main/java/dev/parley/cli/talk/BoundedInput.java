package dev.parley.cli.talk;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Messages read into memory, which an input without an end must not fill. */
final class BoundedInput {
    private BoundedInput() {}

    /**
     * All of an input.
     *
     * @param name of the input, for a person
     * @throws Failure when it holds more
     */
    static byte[] all(InputStream in, int mostBytes, String name) throws IOException {
        byte[] bytes = in.readNBytes(mostBytes);
        if (bytes.length == mostBytes && in.read() >= 0) {
            throw tooLong(name + " holds", mostBytes);
        }
        return bytes;
    }

    /**
     * The next line without its end, or null after the last.
     *
     * @throws Failure when it is longer
     */
    static byte @Nullable [] line(InputStream in, int mostBytes) throws IOException {
        return line(in, mostBytes, "standard input");
    }

    /**
     * The same of an input with this name.
     *
     * @throws Failure when it is longer
     */
    static byte @Nullable [] line(InputStream in, int mostBytes, String name) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = in.read();
        if (b < 0) {
            return null;
        }
        for (; b >= 0 && b != '\n'; b = in.read()) {
            if (line.size() == mostBytes) {
                throw tooLong("a line of " + name + " has", mostBytes);
            }
            line.write(b);
        }
        return line.toByteArray();
    }

    static Failure tooLong(String what, int mostBytes) {
        return new Failure(
                ExitCode.FAILED, what + " more than " + mostBytes + " bytes; --max-message takes a longer message");
    }
}
