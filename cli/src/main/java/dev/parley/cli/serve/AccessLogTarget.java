package dev.parley.cli.serve;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.OutputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where the lines of an access log go; its text names it. One thread. */
interface AccessLogTarget {
    /** Writes some of these bytes. What was written is behind the position, also when it fails. */
    void write(ByteBuffer bytes) throws IOException;

    /** Goes on in a new file, if it is one; on failure in the old one. */
    void reopen() throws IOException;

    void close();

    /**
     * A file, which is appended to.
     *
     * @throws IOException naming it, when it cannot be opened
     */
    static AccessLogTarget file(Path path) throws IOException {
        return new InFile(path);
    }

    /** Lines of data among the others that a command prints. */
    static AccessLogTarget standardOutput(Console console) {
        return new OnConsole(console);
    }

    /** {@link #file}. */
    final class InFile implements AccessLogTarget {
        private final Path path;
        private FileChannel channel;

        InFile(Path path) throws IOException {
            this.path = path;
            this.channel = open(path);
        }

        private static FileChannel open(Path path) throws IOException {
            try {
                return FileChannel.open(
                        path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw OutputFile.cannot(path, e);
            }
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            channel.write(bytes);
        }

        @Override
        public void reopen() throws IOException {
            FileChannel next = open(path);
            close();
            channel = next;
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                System.getLogger("dev.parley.serve").log(System.Logger.Level.DEBUG, "closing the access log", e);
            }
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /** {@link #standardOutput}. */
    record OnConsole(Console console) implements AccessLogTarget {
        @Override
        public void write(ByteBuffer bytes) throws IOException {
            byte[] lines = new byte[bytes.remaining()];
            bytes.get(bytes.position(), lines);
            console.print(lines);
            if (console.outputGone()) {
                throw new IOException("nobody reads it, or there is no room");
            }
            bytes.position(bytes.limit());
        }

        @Override
        public void reopen() {}

        @Override
        public void close() {}

        @Override
        public String toString() {
            return "on standard output";
        }
    }
}
