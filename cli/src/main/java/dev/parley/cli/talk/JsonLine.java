package dev.parley.cli.talk;

import dev.parley.cli.shell.MessageContent;
import dev.parley.load.RoundTrips;
import dev.parley.result.JsonDocument;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.Percentile;
import dev.parley.result.Reason;
import dev.parley.result.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What {@code --json} prints: an object a line, whose names are the components of these records and whose {@code kind} says
 * which it is. The library that binds them is loaded with the first line.
 */
final class JsonLine {
    private JsonLine() {}

    /** The line, with its end. */
    static byte[] of(Record line) {
        return JsonDocument.line(line);
    }

    /** A message that {@code get} fetched. */
    record Fetched(String kind, String endpoint, MessageContent message) {
        static Fetched of(String endpoint, byte[] message) {
            return new Fetched("message", endpoint, MessageContent.of(message));
        }
    }

    /** A message that {@code put} stored. */
    record Stored(String kind, String endpoint, String source, int bytes) {
        static Stored of(String endpoint, String source, int bytes) {
            return new Stored("stored", endpoint, source, bytes);
        }
    }

    /** A message that {@code get} fetched from a tube. */
    record FetchedFromTube(String kind, String endpoint, String tube, long id, MessageContent message) {
        static FetchedFromTube of(String endpoint, String tube, long id, byte[] message) {
            return new FetchedFromTube("message", endpoint, tube, id, MessageContent.of(message));
        }
    }

    /** A message that {@code put} stored in a tube. */
    record StoredInTube(String kind, String endpoint, String source, int bytes, String tube, long id) {
        static StoredInTube of(String endpoint, String source, int bytes, String tube, long id) {
            return new StoredInTube("stored", endpoint, source, bytes, tube, id);
        }
    }

    /** A reply to {@code send}; the request as it was sent. */
    record Exchanged(String kind, String endpoint, MessageContent request, MessageContent reply, long roundTripNanos) {
        static Exchanged of(String endpoint, byte[] request, byte[] reply, long roundTripNanos) {
            return new Exchanged(
                    "reply", endpoint, MessageContent.of(request), MessageContent.of(reply), roundTripNanos);
        }
    }

    /** A reply to {@code ping}; clients count from 0, their pings from 1. */
    record Pinged(String kind, int client, int number, MessageContent reply, long roundTripNanos) {
        static Pinged of(int client, int number, byte[] reply, long roundTripNanos) {
            return new Pinged("reply", client, number, MessageContent.of(reply), roundTripNanos);
        }
    }

    /** A reply to {@code time}, counted from 1, with what the server measured. */
    record Timed(String kind, int number, MessageContent reply, long serverNanos, long roundTripNanos) {
        static Timed of(int number, byte[] reply, long serverNanos, long roundTripNanos) {
            return new Timed("reply", number, MessageContent.of(reply), serverNanos, roundTripNanos);
        }
    }

    /** Nanoseconds; a percentile is there when so many samples can support it. */
    record Latencies(
            OptionalLong minNanos,
            OptionalLong maxNanos,
            OptionalDouble meanNanos,
            OptionalDouble stddevNanos,
            Map<String, Long> percentilesNanos) {
        static Latencies of(LatencyHistogram latencies, OptionalLong minNanos) {
            Map<String, Long> percentiles = new LinkedHashMap<>();
            for (Percentile percentile : Percentile.ALL) {
                latencies
                        .percentileNanos(percentile.percent())
                        .ifPresent(nanos -> percentiles.put(percentile.text(), nanos));
            }
            boolean none = latencies.count() == 0;
            return new Latencies(
                    minNanos,
                    none ? OptionalLong.empty() : OptionalLong.of(latencies.maxNanos()),
                    none ? OptionalDouble.empty() : OptionalDouble.of(latencies.meanNanos()),
                    none ? OptionalDouble.empty() : OptionalDouble.of(latencies.standardDeviationNanos()),
                    percentiles);
        }

        static Latencies of(LatencyHistogram latencies) {
            return of(latencies, latencies.count() == 0 ? OptionalLong.empty() : OptionalLong.of(latencies.minNanos()));
        }
    }

    /**
     * How {@code ping} ended, as the last line.
     *
     * @param planned how many pings were to be sent; empty for no end
     * @param lost of those that were sent
     * @param open sent, and not answered yet when a signal came
     * @param roundTrip of the pings that were answered
     * @param server empty: it measures nothing
     */
    record Pings(
            String kind,
            String endpoint,
            Optional<Long> planned,
            long sent,
            long answered,
            long lost,
            long open,
            double lossPercent,
            Latencies roundTrip,
            Optional<Latencies> server,
            boolean trustworthy,
            List<String> reasons,
            List<String> notes) {
        static Pings of(String endpoint, Optional<Long> planned, PingClients pings, RoundTrips.Judged judged) {
            Verdict verdict = judged.verdict();
            return new Pings(
                    "summary",
                    endpoint,
                    planned,
                    pings.sent(),
                    pings.received(),
                    pings.lost(),
                    pings.open(),
                    PingSummary.lossPercent(pings),
                    Latencies.of(judged.measured().service()),
                    Optional.empty(),
                    verdict.trustworthy(),
                    Reason.texts(verdict.reasons()),
                    Reason.texts(verdict.notes()));
        }
    }

    /**
     * How {@code time} ended, as the last line.
     *
     * @param planned how many requests were to be sent
     * @param lost of those that were sent
     * @param server what the server measured
     */
    record Summary(
            String kind,
            String endpoint,
            long planned,
            long answered,
            long lost,
            Latencies roundTrip,
            Optional<Latencies> server,
            boolean trustworthy,
            List<String> reasons,
            List<String> notes) {
        static Summary of(String endpoint, long planned, RoundTrips.Judged judged, Optional<Latencies> server) {
            LatencyHistogram replies = judged.measured().service();
            Verdict verdict = judged.verdict();
            return new Summary(
                    "summary",
                    endpoint,
                    planned,
                    replies.count(),
                    judged.measured().unanswered(),
                    Latencies.of(
                            judged.measured().response(),
                            replies.count() == 0 ? OptionalLong.empty() : OptionalLong.of(replies.minNanos())),
                    server,
                    verdict.trustworthy(),
                    Reason.texts(verdict.reasons()),
                    Reason.texts(verdict.notes()));
        }
    }
}
