package dev.parley.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and writes: data to {@code out}, everything else to {@code err}. Text is UTF-8 whatever the locale
 * says; bytes pass unchanged.
 */
record Console(InputStream in, PrintStream out, PrintStream err) {
    /** The process's own streams. */
    static Console ofProcess() {
        return new Console(
                new FileInputStream(FileDescriptor.in),
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    }

    /** One line of data, at once. */
    synchronized void print(String line) {
        out.print(line + "\n");
        out.flush();
    }

    /** Bytes of data, as they are. */
    synchronized void print(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
        out.flush();
    }

    /** One line for the person. */
    void say(String line) {
        err.print(line + "\n");
        err.flush();
    }

    /** True when whoever read our output has gone. */
    boolean outputGone() {
        return out.checkError();
    }
}
