package dev.parley.cli.shell;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and writes: data to {@code out}, everything else to {@code err}. Text is UTF-8 whatever the
 * locale; bytes pass unchanged.
 */
public record Console(InputStream in, PrintStream out, PrintStream err) {
    /** The process's own streams. */
    public static Console ofProcess() {
        return new Console(
                new FileInputStream(FileDescriptor.in),
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    }

    /** One line of data, at once. */
    public synchronized void print(String line) {
        out.print(line + "\n");
        out.flush();
    }

    /** Bytes of data, as they are. */
    public synchronized void print(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
        out.flush();
    }

    /** One line for the user. */
    public void say(String line) {
        err.print(line + "\n");
        err.flush();
    }

    /** True when the reader of the output has gone. */
    public boolean outputGone() {
        return out.checkError();
    }
}
