package dev.parley.queue.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Room on the disk that is given up when the disk is full: deleting a message needs room in the log too. At least twice the
 * log's limit; less where the disk is small.
 */
final class Ballast {
    private static final long MOST_BYTES = 16 << 20;
    private static final long LEAST_BYTES = 256 << 10;
    /** Of what is free, at most this part. */
    private static final int PART = 8;

    private static final int CHUNK_BYTES = 64 << 10;

    private final Path file;
    private final long bytes;

    Ballast(Path file) throws IOException {
        this.file = file;
        long there = Files.exists(file) ? Files.size(file) : 0;
        long free = usableBytes() + there;
        this.bytes = Math.clamp(free / PART, LEAST_BYTES, MOST_BYTES);
    }

    private long usableBytes() throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        return directory == null ? 0 : Files.getFileStore(directory).getUsableSpace();
    }

    /** How long the log may be. */
    long logLimitBytes() {
        return bytes / 2;
    }

    /** Takes the room; false when there is none. */
    boolean take() {
        try {
            if (Files.exists(file) && Files.size(file) >= bytes) {
                return true;
            }
            if (usableBytes() < bytes) {
                return false; // not by trying: others need what is left
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                long written = 0;
                while (written < bytes) {
                    ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, bytes - written));
                    written += channel.write(zeros, written);
                }
                channel.force(true);
            }
            return true;
        } catch (IOException e) {
            giveUp();
            return false;
        }
    }

    void giveUp() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            System.getLogger("dev.parley.queue")
                    .log(System.Logger.Level.WARNING, () -> "cannot delete " + file + ": " + e.getMessage());
        }
    }
}
