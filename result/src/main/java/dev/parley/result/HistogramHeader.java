package dev.parley.result;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What an encoded histogram says of its size, looked at before anything of that size is allocated: HdrHistogram believes it, and a
 * file of some hundred bytes may then claim a hundred mebibytes.
 *
 * <pre>
 *   | cookie 4 | length 4 | deflated: cookie 4 | payload 4 | offset 4 | digits 4 | lowest 8 | highest 8 | ratio 8 | counts
 * </pre>
 *
 * The layout is HdrHistogram's second, the only one that was ever written to a result.
 */
record HistogramHeader(int cookie, int offset, int digits, long lowest, long highest) {
    private static final int DEFLATED_FROM = 8;
    private static final int BYTES = 40;
    /** 0x1c849303, and 0x10 for counts of variable length. */
    private static final int COOKIE = 0x1c849313;

    /**
     * Reads it; leaves the encoded bytes as they are.
     *
     * @throws DataFormatException when there is none
     */
    static HistogramHeader of(byte[] encoded) throws DataFormatException {
        if (encoded.length <= DEFLATED_FROM) {
            throw new DataFormatException("too short");
        }
        byte[] header = new byte[BYTES];
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(encoded, DEFLATED_FROM, encoded.length - DEFLATED_FROM);
            if (inflater.inflate(header) < BYTES) {
                throw new DataFormatException("too short");
            }
        }
        ByteBuffer bytes = ByteBuffer.wrap(header);
        int cookie = bytes.getInt();
        int _ = bytes.getInt();
        return new HistogramHeader(cookie, bytes.getInt(), bytes.getInt(), bytes.getLong(), bytes.getLong());
    }

    /** Whether a {@link LatencyHistogram} writes such a one. */
    boolean isOfLatencies() {
        return cookie == COOKIE
                && offset == 0
                && digits == LatencyHistogram.DIGITS
                && lowest == 1
                && highest == LatencyHistogram.LONGEST_NANOS;
    }
}
