package dev.parley.cli.talk;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.InputFile;
import dev.parley.core.PrintableText;
import dev.parley.core.ProtocolException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessMode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages that {@code put} stores: texts of the command line, or files and standard input, each of which is one, or each line of
 * them.
 *
 * @param texts of the command line; where there are any, files are not read
 * @param files {@code -} or none is standard input
 * @param lines whether each line is a message
 * @param newline whether a line feed is appended
 */
record MessageSources(
        Console console, List<String> texts, List<String> files, boolean lines, boolean newline, int maxBytes) {
    static final String STANDARD_INPUT = "-";
    /** The source of a text, as results name it. */
    static final String COMMAND_LINE = "--message";

    /** What becomes of a message. */
    interface Sink {
        /**
         * Takes one.
         *
         * @param source the file's name, {@link #STANDARD_INPUT}, or {@link #COMMAND_LINE}
         */
        void accept(String source, byte[] message) throws IOException, ProtocolException;
    }

    MessageSources {
        if (!texts.isEmpty() && (lines || !files.isEmpty())) {
            throw new Failure(ExitCode.USAGE, "--message cannot be combined with --lines or a file");
        }
    }

    private List<String> inputs() {
        return files.isEmpty() ? List.of(STANDARD_INPUT) : files;
    }

    /**
     * Hands over all of them, in their order. Before the first, every file is looked at: a mistyped name must not leave half of them
     * stored.
     */
    void forEach(Sink sink) throws IOException, ProtocolException {
        if (!texts.isEmpty()) {
            for (String text : texts) {
                sink.accept(COMMAND_LINE, ended(text.getBytes(StandardCharsets.UTF_8)));
            }
            return;
        }
        inputs().forEach(this::check);
        for (String source : inputs()) {
            if (lines) {
                forEachLine(source, sink);
            } else {
                sink.accept(source, ended(read(source)));
            }
        }
    }

    private void forEachLine(String source, Sink sink) throws IOException, ProtocolException {
        if (source.equals(STANDARD_INPUT)) {
            forEachLine(new BufferedInputStream(console.in()), source, sink);
            return;
        }
        try (InputStream in = new BufferedInputStream(open(source))) {
            forEachLine(in, source, sink);
        }
    }

    private void forEachLine(InputStream in, String source, Sink sink) throws IOException, ProtocolException {
        for (byte[] line = line(in, source); line != null; line = line(in, source)) {
            sink.accept(source, ended(line));
        }
    }

    private byte @Nullable [] line(InputStream in, String source) {
        try {
            return BoundedInput.line(in, maxBytes, name(source));
        } catch (IOException e) {
            throw InputFile.unreadable(source, e);
        }
    }

    private void check(String source) {
        if (source.equals(STANDARD_INPUT)) {
            return;
        }
        try {
            Path file = Path.of(source);
            if (Files.isDirectory(file)) {
                throw new IOException("Is a directory");
            }
            file.getFileSystem().provider().checkAccess(file, AccessMode.READ);
            if (!lines && Files.isRegularFile(file) && Files.size(file) > maxBytes) {
                throw BoundedInput.tooLong(name(source) + " holds", maxBytes);
            }
        } catch (IOException | InvalidPathException e) {
            throw InputFile.unreadable(source, e);
        }
    }

    private byte[] ended(byte[] message) {
        if (!newline) {
            return message;
        }
        byte[] withNewline = Arrays.copyOf(message, message.length + 1);
        withNewline[message.length] = '\n';
        return withNewline;
    }

    private byte[] read(String source) {
        try {
            if (source.equals(STANDARD_INPUT)) {
                return BoundedInput.all(console.in(), maxBytes, name(source));
            }
            try (InputStream in = open(source)) {
                return BoundedInput.all(in, maxBytes, name(source));
            }
        } catch (IOException e) {
            throw InputFile.unreadable(source, e);
        }
    }

    private static InputStream open(String source) {
        try {
            return Files.newInputStream(Path.of(source));
        } catch (IOException e) {
            throw InputFile.unreadable(source, e);
        }
    }

    private static String name(String source) {
        return source.equals(STANDARD_INPUT) ? "standard input" : "the file '" + PrintableText.of(source) + "'";
    }
}
