package dev.parley.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * For how long one thread was ready to run and had no core: the second number of Linux' {@code schedstat}. Where there is none, 0.
 * Any thread may read it, one at a time.
 */
final class RunDelay implements AutoCloseable {
    private static final Path FILE = Path.of("/proc/thread-self/schedstat");
    private static final int LONGEST_TEXT = 96;

    private final @Nullable FileChannel file;
    private final ByteBuffer text = ByteBuffer.allocateDirect(LONGEST_TEXT);

    private RunDelay(@Nullable FileChannel file) {
        this.file = file;
    }

    /** Of the thread that calls this. */
    static RunDelay ofThisThread() {
        try {
            return new RunDelay(FileChannel.open(FILE, StandardOpenOption.READ));
        } catch (IOException | UnsupportedOperationException e) { // another system
            return new RunDelay(null);
        }
    }

    /** The same thread's, for one other thread to read. It ends with this. */
    RunDelay forAnotherThread() {
        return new RunDelay(file);
    }

    /** Since the thread began. About two microseconds. */
    long nanos() {
        if (file == null) {
            return 0;
        }
        try {
            text.clear();
            file.read(text, 0);
            return second(text.flip());
        } catch (IOException e) { // the thread has ended, or this was closed
            return 0;
        }
    }

    /** The second of the numbers, which are separated by spaces. */
    private static long second(ByteBuffer numbers) {
        while (numbers.hasRemaining() && numbers.get() != ' ') {
            // on to the end of the first
        }
        long number = 0;
        while (numbers.hasRemaining()) {
            int digit = numbers.get() - '0';
            if (digit < 0) {
                break;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
