package dev.parley.cli.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.TerminalBuilder.SystemOutput;
import org.jline.utils.InfoCmp.Capability;

/**
 * The terminal behind standard error as a whole, for as long as this is open; what was on it comes back at the end. The only class
 * that knows JLine, which is loaded with it. Any thread.
 */
final class FullScreen implements AutoCloseable {
    private final Terminal terminal;
    private final Attributes before;
    private boolean closed;

    private FullScreen(Terminal terminal) {
        this.terminal = terminal;
        this.before = terminal.getAttributes();
    }

    /** @throws IOException where there is no terminal, or one that has no second screen */
    static FullScreen open() throws IOException {
        Terminal terminal;
        try {
            terminal = TerminalBuilder.builder()
                    .system(true)
                    .systemOutput(SystemOutput.SysErr)
                    .provider("ffm")
                    .dumb(false)
                    .encoding(StandardCharsets.UTF_8)
                    // Signals are Parley's own, and nothing is read.
                    .nativeSignals(false)
                    .paused(true)
                    // Otherwise JLine asks the terminal what it can do, and the answer appears as if it had been typed.
                    .graphemeCluster(false)
                    .build();
        } catch (IllegalStateException e) { // JLine's word for no terminal
            throw new IOException("no terminal", e);
        }
        if (terminal.getStringCapability(Capability.enter_ca_mode) == null
                || terminal.getStringCapability(Capability.cursor_home) == null) {
            terminal.close();
            throw new IOException("a terminal without a second screen");
        }
        FullScreen screen = new FullScreen(terminal);
        screen.begin();
        return screen;
    }

    private void begin() {
        Attributes quiet = new Attributes(before);
        quiet.setLocalFlag(LocalFlag.ECHO, false);
        terminal.setAttributes(quiet);
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.cursor_invisible);
        terminal.puts(Capability.clear_screen);
        terminal.flush();
    }

    int columns() {
        return terminal.getSize().getColumns();
    }

    int rows() {
        return terminal.getSize().getRows();
    }

    /** Shows these instead of what was there. Rows must be shorter than the terminal is wide, and fewer than it is high. */
    synchronized void draw(List<String> rows) {
        if (closed) {
            return;
        }
        terminal.puts(Capability.cursor_home);
        for (String row : rows) {
            terminal.writer().print(row);
            terminal.puts(Capability.clr_eol);
            terminal.writer().print("\r\n");
        }
        terminal.puts(Capability.clr_eos);
        terminal.flush();
    }

    /** Brings back what was there before. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        terminal.puts(Capability.cursor_visible);
        terminal.puts(Capability.exit_ca_mode);
        terminal.flush();
        terminal.setAttributes(before);
        terminal.close();
    }
}
