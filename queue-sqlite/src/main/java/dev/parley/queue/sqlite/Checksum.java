package dev.parley.queue.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.queue.Entry;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * CRC-32C of a message. SQLite's own check finds no flipped bit in a body. The part of the body and the part of the rest are
 * joined by exclusive or, so that a changed priority changes the sum without the body being read. What happened to a message is
 * not part of it.
 */
final class Checksum {
    private static final int NUMBERS_BYTES = 5 * Long.BYTES + 2 * Integer.BYTES;

    private Checksum() {}

    static long of(Entry entry, byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(body);
        return crc.getValue() ^ of(entry);
    }

    /** What is to be joined to a sum when {@code from} becomes {@code to}. */
    static long change(Entry from, Entry to) {
        return of(from) ^ of(to);
    }

    private static long of(Entry entry) {
        CRC32C crc = new CRC32C();
        ByteBuffer numbers = ByteBuffer.allocate(NUMBERS_BYTES);
        numbers.putLong(entry.id())
                .putLong(entry.priority())
                .putLong(entry.delayNanos())
                .putLong(entry.timeToRunNanos())
                .putLong(entry.at())
                .putInt(entry.bytes())
                .putInt(States.onDisk(entry.state()));
        crc.update(numbers.flip());
        crc.update(entry.tube().getBytes(UTF_8));
        return crc.getValue();
    }
}
