package dev.parley.compare;

import dev.parley.core.Endpoint;
import dev.parley.core.PrintableText;
import dev.parley.result.NumberText;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A {@code parley serve} in a process of its own. It is started with {@code --until-eof} and reads the pipe that is its
 * standard input: however this process ends, killed or crashed, the system closes the pipe's writing side, and the server
 * ends too.
 */
final class ServerProcess {
    private static final String READY = "ready ";
    private static final long POLL_MILLIS = 50;

    private final Process process;
    private final CompletableFuture<@Nullable Endpoint> ready = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> outputEnded = new CompletableFuture<>();
    private volatile String lastLine = "";

    private ServerProcess(Process process) {
        this.process = process;
        // Both streams are read to their end: a server must never wait for its output to be read.
        reader("out", process.inputReader(StandardCharsets.UTF_8), this::onOut, () -> ready.complete(null));
        reader("err", process.errorReader(StandardCharsets.UTF_8), this::onErr, () -> outputEnded.complete(null));
    }

    static ServerProcess start(List<String> command) throws IOException {
        return new ServerProcess(new ProcessBuilder(command).start());
    }

    private interface OnLine {
        void accept(String line);
    }

    private void reader(String name, BufferedReader from, OnLine onLine, Runnable atEnd) {
        Thread.ofPlatform()
                .name("parley-server-" + process.pid() + "-" + name)
                .daemon()
                .start(() -> {
                    try (from) {
                        for (String line = from.readLine(); line != null; line = from.readLine()) {
                            onLine.accept(line);
                        }
                    } catch (IOException e) {
                        lastLine = "its output cannot be read: " + e.getMessage();
                    } finally {
                        atEnd.run();
                    }
                });
    }

    private void onOut(String line) {
        if (line.startsWith(READY)) {
            ready.complete(Endpoint.parse(line.substring(READY.length())));
        }
    }

    private void onErr(String line) {
        if (!line.isBlank()) {
            lastLine = PrintableText.of(line.strip());
        }
    }

    /**
     * Where it listens; blocks until it does.
     *
     * @param name of it, for the failure
     * @throws ServerStartException when it ends instead, or takes too long, with its own last line
     */
    Endpoint awaitReady(String name, Duration atMost) throws ServerStartException, InterruptedException {
        try {
            Endpoint endpoint = ready.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            if (endpoint != null) {
                return endpoint;
            }
            process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
            throw new ServerStartException("the server " + name + " did not come up: " + ending());
        } catch (TimeoutException e) {
            throw new ServerStartException(
                    "the server " + name + " was not ready after " + NumberText.span(atMost) + lastOutput());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    /** How it ended, with the last line of its output; meaningful once it has. */
    String ending() throws InterruptedException {
        try {
            outputEnded.get(1, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // A process of the server's own holds its stream open: the output so far will do.
        }
        return "it ended with code " + (alive() ? "unknown" : process.exitValue()) + lastOutput();
    }

    private String lastOutput() {
        return lastLine.isEmpty() ? "; no output" : "; last output: " + lastLine;
    }

    /** Closes its standard input, which ends it; does not wait. */
    void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) { // it has ended
        }
    }

    /** Waits for its end, and enforces it when the grace is over. */
    void awaitEnd(Duration grace) {
        try {
            if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
                process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it at once, and whatever its launcher may have started: the launcher first, before it starts the next. */
    void kill() {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
    }
}
