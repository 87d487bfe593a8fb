package dev.parley.cli.shell;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Keeps the first failure to write, which a {@link java.io.PrintStream} on top of it would swallow. */
final class DataOutput extends OutputStream {
    private final OutputStream out;
    private volatile @Nullable IOException failure;

    DataOutput(OutputStream out) {
        this.out = out;
    }

    /** Why something could not be written; null when all was. */
    @Nullable
    IOException failure() {
        return failure;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            if (failure == null) {
                failure = e;
            }
            throw e;
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
