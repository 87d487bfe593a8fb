package dev.parley.cli.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cli.queue.ProcessTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process started by a test: its output is kept, it can be signalled, and it never outlives its test. */
public final class ChildProgram implements AutoCloseable {
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<Thread> readers;

    private ChildProgram(Process process) {
        this.process = process;
        this.readers = List.of(reader(process.getInputStream(), out), reader(process.getErrorStream(), err));
    }

    public static ChildProgram start(List<String> command) {
        return start(command, Map.of());
    }

    public static ChildProgram start(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        try {
            return new ChildProgram(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Thread reader(InputStream from, ByteArrayOutputStream to) {
        return Thread.ofPlatform().daemon().start(() -> {
            try (from) {
                from.transferTo(to);
            } catch (IOException e) {
                to.writeBytes(("unreadable: " + e).getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    public byte[] out() {
        return out.toByteArray();
    }

    public String outText() {
        return out.toString(StandardCharsets.UTF_8);
    }

    public String errText() {
        return err.toString(StandardCharsets.UTF_8);
    }

    public OutputStream in() {
        return process.getOutputStream();
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** What it has started itself. */
    public List<ProcessHandle> children() {
        return process.children().toList();
    }

    /** Waits until this shows up on either stream. */
    public Matcher awaitText(String regex) {
        Pattern pattern = Pattern.compile(regex);
        Matcher[] found = new Matcher[1];
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).untilAsserted(() -> {
            Matcher matcher = pattern.matcher(outText() + "\0" + errText());
            assertThat(matcher.find()).as(outText() + errText()).isTrue();
            found[0] = matcher;
        });
        return found[0];
    }

    public void signal(String name) {
        try {
            int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(code).as("kill -" + name).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for the end, and for all output before it. */
    public int exitCode() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("ends by itself, with the output: " + outText() + errText())
                    .isTrue();
            for (Thread reader : readers) {
                reader.join(PATIENCE);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends its children too, which hold its output open. */
    @Override
    public void close() {
        ProcessTree.kill(process);
        exitCode();
    }
}
