package dev.parley.cli.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A terminal of a given size whose screen can be read: tmux, with a server of its own. */
public final class TmuxTerminal implements AutoCloseable {
    private static final Path TMUX = Path.of("/usr/bin/tmux");

    private final String socket = "parley-test-" + UUID.randomUUID();

    private final Path script;

    private TmuxTerminal(Path script) {
        this.script = script;
    }

    public static boolean isThere() {
        return Files.isExecutable(TMUX);
    }

    /** Runs these commands of a shell in a new one, and keeps its screen when they have ended. */
    public static TmuxTerminal of(int columns, int rows, String commands) throws IOException {
        Path script = Files.createTempFile("parley", ".sh");
        TmuxTerminal terminal = new TmuxTerminal(script);
        Files.writeString(script, "trap : INT\n" + commands + "\nread end\n");
        terminal.tmux(
                "new-session", "-d", "-x", Integer.toString(columns), "-y", Integer.toString(rows), "sh " + script);
        return terminal;
    }

    public List<String> rows() throws IOException {
        return tmux("capture-pane", "-p");
    }

    public boolean shows(String text) throws IOException {
        return rows().stream().anyMatch(row -> row.contains(text));
    }

    /**
     * Presses a key.
     *
     * @param key as tmux names it, {@code C-c}
     */
    public void type(String key) throws IOException {
        tmux("send-keys", key);
    }

    private List<String> tmux(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(TMUX.toString(), "-u", "-L", socket, "-f", "/dev/null"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue()).as(text).isZero();
        return text.lines().toList();
    }

    @Override
    public void close() throws IOException {
        tmux("kill-server");
        Files.delete(script);
    }
}
