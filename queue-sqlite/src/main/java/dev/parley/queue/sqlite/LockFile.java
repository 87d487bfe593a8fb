package dev.parley.queue.sqlite;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.queue.StoreException;
import dev.parley.queue.StoreException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second process off a store, and tells it who has it: SQLite's own lock does not. The lock is the operating system's, so
 * that it goes with the process; what the file says is only read when it is locked.
 */
final class LockFile implements AutoCloseable {
    private static final int PID_BYTES = 20;

    private final FileChannel channel;

    private LockFile(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws StoreException when somebody has it */
    static LockFile of(Path store, Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                String holder = holder(channel);
                channel.close();
                throw inUse(store, "process " + holder);
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw inUse(store, "this process, " + ProcessHandle.current().pid());
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(US_ASCII)), 0);
        return new LockFile(channel);
    }

    static StoreException inUse(Path store, String holder) {
        return new StoreException(Kind.FAILED, "the store " + store + " is in use by " + holder);
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(PID_BYTES);
        channel.read(pid, 0);
        return new String(pid.array(), 0, pid.position(), US_ASCII).strip();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            System.getLogger("dev.parley.queue")
                    .log(System.Logger.Level.WARNING, () -> "cannot close the lock of a store: " + e.getMessage());
        }
    }
}
