package dev.parley.cli.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.Main;
import dev.parley.cli.shell.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The output of one command and how it ended. The command runs in this JVM; it must be one that ends by itself. */
public record Transcript(int exitCode, byte[] outBytes, String err) {
    public static Transcript of(String... words) {
        return withInput(new byte[0], words);
    }

    /** As it prints on a terminal of so many columns. */
    public static Transcript onTerminal(int columns, String... words) {
        return run(new byte[0], columns, words);
    }

    public static Transcript withInput(byte[] input, String... words) {
        return run(input, 0, words);
    }

    private static Transcript run(byte[] input, int columns, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new ByteArrayInputStream(input),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                () -> columns);
        int exitCode = Main.run(console, words);
        String errors = err.toString(StandardCharsets.UTF_8);
        assertThat(errors).as("no stack trace, ever").doesNotContain("\tat ");
        return new Transcript(exitCode, out.toByteArray(), errors);
    }

    public String out() {
        return new String(outBytes, StandardCharsets.UTF_8);
    }

    /** Fails unless it ended so, showing its output. */
    public Transcript exits(int expected) {
        assertThat(exitCode).as(out() + err).isEqualTo(expected);
        return this;
    }
}
