package dev.parley.cli.shell;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a command reads and writes: data to {@code out}, everything else to {@code err}. Text is UTF-8 whatever the
 * locale; bytes pass unchanged. What cannot be written is remembered: a command whose data went nowhere has failed.
 */
public final class Console {
    private final InputStream in;
    private final DataOutput data;
    private final PrintStream out;
    private final PrintStream err;
    private final IntSupplier columns;

    /** A console on these streams, which are no terminal. */
    public Console(InputStream in, OutputStream out, OutputStream err) {
        this(in, out, err, () -> 0);
    }

    /**
     * A console on these streams.
     *
     * @param columns of the terminal that {@code out} is; 0 where it is none
     */
    public Console(InputStream in, OutputStream out, OutputStream err, IntSupplier columns) {
        this.columns = columns;
        this.in = in;
        this.data = new DataOutput(out);
        this.out = new PrintStream(data, false, StandardCharsets.UTF_8);
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    }

    /** The process's own streams. */
    public static Console ofProcess() {
        return new Console(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                TerminalWidth::columns);
    }

    /** For a command that is shown by another: all it prints and says is data here, and it reads from elsewhere. */
    public Console showing(InputStream input) {
        return new Console(input, out, out, columns);
    }

    /** How wide tables may be: the columns of the terminal, or 0 where standard output is none. May start a program. */
    public int columns() {
        return columns.getAsInt();
    }

    /** Standard input. */
    public InputStream in() {
        return in;
    }

    /** Standard output, for data. */
    public PrintStream out() {
        return out;
    }

    /** Standard error, for everything else. */
    public PrintStream err() {
        return err;
    }

    /** One line of data, at once. */
    public synchronized void print(String line) {
        out.print(line + "\n");
        out.flush();
    }

    /** Bytes of data, as they are. */
    public synchronized void print(byte[] bytes) {
        print(bytes, 0, bytes.length);
    }

    /** The same for some of them. */
    public synchronized void print(byte[] bytes, int offset, int length) {
        out.write(bytes, offset, length);
        out.flush();
    }

    /** One line for the user. */
    public void say(String line) {
        err.print(line + "\n");
        err.flush();
    }

    /** True when data could not be written: whoever read it has gone, or there is no room for it. */
    public boolean outputGone() {
        return out.checkError();
    }

    /** Why data could not be written; null when all of it was. */
    public @Nullable IOException outputFailure() {
        return out.checkError() ? data.failure() : null;
    }
}
