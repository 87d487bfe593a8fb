package dev.parley.cli.load;

import dev.parley.cli.Main;
import dev.parley.cli.shell.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Calls of {@code parley load} in this process, and what they print. */
abstract class LoadCalls {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Its exit code. */
    int load(String endpoint, String... words) {
        return Main.run(
                console(),
                Stream.concat(Stream.of("load", endpoint), Stream.of(words)).toArray(String[]::new));
    }

    /** That of the calls. */
    Console console() {
        return new Console(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** What was printed so far is of no interest. */
    void forgetPrinted() {
        out.reset();
    }
}
