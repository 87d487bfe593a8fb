package dev.parley.cli.load;

import dev.parley.cli.shell.OutputFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that is replaced only once there is something to replace it with: a load that cannot connect leaves the samples of
 * the last one. What is written before {@link #begin} waits in memory, and is dropped when that never comes. Any thread.
 */
final class DeferredFile extends OutputStream {
    private final Path file;
    private final ByteArrayOutputStream before = new ByteArrayOutputStream();
    private @Nullable OutputStream out;
    private boolean closed;

    DeferredFile(Path file) {
        this.file = file;
    }

    /**
     * Empties the file and writes what has waited.
     *
     * @throws IOException naming the file
     */
    synchronized void begin() throws IOException {
        if (closed || out != null) {
            return;
        }
        try {
            OutputStream opened = Files.newOutputStream(file);
            out = opened;
            before.writeTo(opened);
            before.reset();
        } catch (IOException e) {
            throw OutputFile.cannot(file, e);
        }
    }

    @Override
    public synchronized void write(int b) throws IOException {
        (out == null ? before : out).write(b);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        (out == null ? before : out).write(bytes, offset, length);
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (out != null) {
            out.close();
        }
    }
}
