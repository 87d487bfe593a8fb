package dev.parley.queue.sqlite;

import dev.parley.queue.StoreException;
import dev.parley.queue.StoreException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads SQLite's log before SQLite does, which silently drops everything from the first bad frame on: right after a crash, when that
 * is a commit nobody was told of, and wrong when a bit has flipped under commits that were acknowledged. A crash leaves at most one
 * commit unfinished, so two or more after a bad frame mean damage.
 *
 * <pre>
 *   32 bytes: magic, version, page size, sequence, salt (8 bytes), checksum (8 bytes)
 *   frames:   page number, pages after commit or 0, salt (8 bytes), checksum (8 bytes), page
 * </pre>
 *
 * A frame's checksum goes on from the one before. See <a href="https://www.sqlite.org/fileformat2.html#walformat">the format</a>.
 */
final class LogWalk {
    private static final int HEADER_BYTES = 32;
    private static final int FRAME_HEADER_BYTES = 24;
    private static final int MAGIC = 0x377f0682;
    private static final int MAGIC_BIG_ENDIAN = 0x377f0683;
    private static final int SUMMED_BYTES = 24;
    private static final int FRAME_SUMMED_BYTES = 8;
    private static final int DAMAGED_COMMITS = 2;
    private static final int LEAST_PAGE = 512;
    private static final int MOST_PAGE = 65_536;
    private static final int USUAL_PAGE = 4_096;

    private final Path log;
    private ByteOrder order = ByteOrder.nativeOrder();
    private int sum1;
    private int sum2;

    private LogWalk(Path log) {
        this.log = log;
    }

    /** @throws StoreException when commits lie behind damage */
    static void check(Path log) throws IOException {
        if (Files.exists(log)) {
            new LogWalk(log).walk();
        }
    }

    private void walk() throws IOException {
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
            if (!fill(channel, header, 0)) {
                return;
            }
            int magic = header.getInt(0);
            order = magic == MAGIC_BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            sum(header, 0, SUMMED_BYTES);
            boolean intact = (magic == MAGIC || magic == MAGIC_BIG_ENDIAN)
                    && sum1 == header.getInt(24)
                    && sum2 == header.getInt(28);
            int pageBytes = pageBytes(header.getInt(8));
            ByteBuffer frame = ByteBuffer.allocate(FRAME_HEADER_BYTES + pageBytes);
            // Of a header that is damaged, neither salt nor sums can be trusted: then the first frame's salt counts.
            long salt = header.getLong(16);
            long badAt = intact ? -1 : 0;
            int commits = 0;
            for (long at = HEADER_BYTES; fill(channel, frame, at); at += frame.capacity()) {
                if (!intact && at == HEADER_BYTES) {
                    salt = frame.getLong(8);
                }
                if (badAt < 0 && !follows(frame, salt, pageBytes)) {
                    badAt = at;
                }
                if (badAt >= 0 && frame.getLong(8) == salt && frame.getInt(4) != 0) {
                    commits++;
                }
            }
            if (badAt >= 0 && commits >= DAMAGED_COMMITS) {
                throw new StoreException(
                        Kind.DAMAGED,
                        "the log " + log + " is damaged at byte " + badAt + ", and " + commits
                                + " commits lie behind that; it was left as it is");
            }
        }
    }

    private static int pageBytes(int given) {
        boolean possible = given >= LEAST_PAGE && given <= MOST_PAGE && Integer.bitCount(given) == 1;
        return possible ? given : USUAL_PAGE;
    }

    private boolean follows(ByteBuffer frame, long salt, int pageBytes) {
        if (frame.getLong(8) != salt) {
            return false;
        }
        sum(frame, 0, FRAME_SUMMED_BYTES);
        sum(frame, FRAME_HEADER_BYTES, pageBytes);
        return sum1 == frame.getInt(16) && sum2 == frame.getInt(20);
    }

    private void sum(ByteBuffer bytes, int from, int length) {
        ByteBuffer words = bytes.duplicate().order(order);
        for (int i = from; i < from + length; i += 2 * Integer.BYTES) {
            sum1 += words.getInt(i) + sum2;
            sum2 += words.getInt(i + Integer.BYTES) + sum1;
        }
    }

    private static boolean fill(FileChannel channel, ByteBuffer buffer, long at) throws IOException {
        buffer.clear();
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                return false;
            }
        }
        return true;
    }
}
