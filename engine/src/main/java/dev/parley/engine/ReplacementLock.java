package dev.parley.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Held by the one program on this machine that replaces a file now; for a moment. It is the system's lock on a file beside that one,
 * which ends with its process, and the file is deleted by whoever has held it. Who has waited for one that was deleted tries the next.
 */
final class ReplacementLock implements AutoCloseable {
    /** The system's lock is the process', not the thread's. */
    private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

    private final Path file;
    private final FileChannel channel;

    private ReplacementLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Waits for the lock on this file. */
    static ReplacementLock of(Path replaced) throws IOException {
        Path file = replaced.resolveSibling("." + replaced.getFileName() + ".lock");
        boolean held = false;
        IN_THIS_PROCESS.lock();
        try {
            ReplacementLock lock = null;
            while (lock == null) {
                lock = attempt(file);
            }
            held = true;
            return lock;
        } finally {
            if (!held) {
                IN_THIS_PROCESS.unlock();
            }
        }
    }

    /** Null when the file was deleted meanwhile. */
    private static @Nullable ReplacementLock attempt(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            // another has it, or has left it behind
        }
        Object before = keyOf(file);
        if (before == null) {
            return null;
        }
        FileChannel channel = null;
        boolean held = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
            channel.lock();
            held = before.equals(keyOf(file));
            return held ? new ReplacementLock(file, channel) : null;
        } catch (NoSuchFileException e) {
            return null;
        } finally {
            if (channel != null && !held) {
                channel.close();
            }
        }
    }

    private static @Nullable Object keyOf(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            Files.delete(file);
        } finally {
            IN_THIS_PROCESS.unlock();
        }
    }
}
