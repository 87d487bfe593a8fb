package dev.parley.result;

import java.util.ArrayList;
import java.util.List;

/**
 * Intervals of a run as a document, for who adds them to those of others. Not published: both sides are the same version of this
 * program.
 */
public record IntervalsDocument(List<IntervalPart> intervals) {
    public IntervalsDocument {
        intervals = List.copyOf(intervals);
    }

    /** One of them; histograms as {@link LatencyHistogram#encoded}. */
    public record IntervalPart(
            long fromNanos, long lengthNanos, long sent, long errors, String response, String service) {}

    /** UTF-8, with a line end. */
    public static byte[] of(List<IntervalTimes> intervals) {
        return JsonDocument.line(new IntervalsDocument(intervals.stream()
                .map(interval -> new IntervalPart(
                        interval.fromNanos(),
                        interval.lengthNanos(),
                        interval.sent(),
                        interval.errors(),
                        interval.response().encoded(),
                        interval.service().encoded()))
                .toList()));
    }

    /**
     * The intervals of a document.
     *
     * @throws ResultFormatException naming the field at fault
     */
    public static List<IntervalTimes> read(byte[] document) throws ResultFormatException {
        List<IntervalTimes> intervals = new ArrayList<>();
        for (IntervalPart part :
                JsonDocument.read(document, IntervalsDocument.class).intervals()) {
            intervals.add(new IntervalTimes(
                    part.fromNanos(),
                    part.lengthNanos(),
                    part.sent(),
                    part.errors(),
                    histogram("response", part.response()),
                    histogram("service", part.service())));
        }
        return intervals;
    }

    private static LatencyHistogram histogram(String name, String encoded) throws ResultFormatException {
        try {
            return LatencyHistogram.packed(LatencyHistogram.decoded(encoded));
        } catch (ResultFormatException e) {
            throw new ResultFormatException("'intervals." + name + "' " + e.getMessage());
        }
    }
}
