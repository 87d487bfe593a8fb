package dev.parley.cli.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The stand-ins for the original programs, in {@code src/test/python}. */
public final class PythonProgram {
    private static final Path FOLDER = Path.of("src", "test", "python");
    private static final String MISSING = "there is no python3 for the stand-ins of the original programs";
    private static final String INTERPRETER = interpreter();

    private PythonProgram() {}

    /** Skips the test, with a message, where there is no Python. */
    public static void required() {
        if (INTERPRETER.isEmpty()) {
            System.err.println("skipped: " + MISSING);
        }
        assumeTrue(!INTERPRETER.isEmpty(), MISSING);
    }

    /** The interpreter itself: what is called python3 may be a script that looks for it, each time. */
    private static String interpreter() {
        try (ChildProgram python = ChildProgram.start(List.of("python3", "-c", "import sys; print(sys.executable)"))) {
            return python.exitCode() == 0 ? python.outText().strip() : "";
        } catch (UncheckedIOException e) { // there is no such program
            return "";
        }
    }

    public static ChildProgram start(String name, String... arguments) {
        Path program = FOLDER.resolve(name + ".py");
        assertThat(Files.exists(program)).as(program.toString()).isTrue();
        List<String> command = new ArrayList<>(List.of(INTERPRETER, program.toString()));
        command.addAll(List.of(arguments));
        return ChildProgram.start(command);
    }

    /** Runs a client to its end and gives what it printed on both streams, first standard output. */
    public static String run(String name, String... arguments) {
        try (ChildProgram client = start(name, arguments)) {
            int code = client.exitCode();
            assertThat(code).as(client.errText()).isZero();
            return client.outText() + client.errText();
        }
    }

    /** Waits until the server prints where it listens. */
    public static int port(ChildProgram server) {
        return Integer.parseInt(
                server.awaitText("(?:Listening on (?:port ')?|Server started on 127\\.0\\.0\\.1:)(\\d+)")
                        .group(1));
    }
}
