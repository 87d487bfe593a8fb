package dev.parley.join;

import dev.parley.core.Endpoint;
import dev.parley.core.Protocol;
import dev.parley.core.SequenceField;
import dev.parley.load.Cycle;
import dev.parley.load.LoadSpec;
import dev.parley.load.Share;
import dev.parley.load.Sizes;
import dev.parley.result.JsonDocument;
import dev.parley.result.ResultFormatException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The load of all generators, as the coordinator tells it to the others. What a service is, each knows itself; messages from files
 * travel beside it.
 *
 * @param generators how many there are
 * @param others further servers; none for one
 * @param cycle what is loaded in several steps, as {@link Cycle#target} names it; empty where a request is one message
 * @param mark of the cycle's messages
 * @param framing of the requests
 * @param threads event loops of all generators together
 * @param leastBytes of messages made up by the run
 * @param count of measured requests; 0 for a duration
 * @param trust of no meaning without TLS
 */
public record LoadSettings(
        int generators,
        String endpoint,
        List<String> others,
        String cycle,
        String mark,
        String framing,
        int clients,
        int depth,
        int threads,
        int leastBytes,
        int mostBytes,
        long warmUpNanos,
        long warmUpLimitNanos,
        long durationNanos,
        long count,
        ScheduleSettings schedule,
        boolean connectPerRequest,
        long replyTimeoutNanos,
        boolean repliesChecked,
        TrustSettings trust) {
    public LoadSettings {
        others = List.copyOf(others);
    }

    /**
     * Of a load.
     *
     * @param whole as {@link Share#whole} divides it
     * @throws IllegalArgumentException when its schedule cannot be divided; with a text for the user
     */
    static LoadSettings of(LoadSpec whole, int generators, TrustSettings trust) {
        Cycle cycle = whole.cycle();
        return new LoadSettings(
                generators,
                whole.endpoint().toString(),
                whole.others().stream().map(Endpoint::toString).toList(),
                cycle == null ? "" : cycle.target(),
                cycle == null ? "" : cycle.mark(),
                whole.protocol().requestFraming().name(),
                whole.clients(),
                whole.depth(),
                whole.threads(),
                whole.sizes().least(),
                whole.sizes().most(),
                whole.warmUp().toNanos(),
                whole.warmUpLimit().toNanos(),
                whole.duration().toNanos(),
                whole.count(),
                ScheduleSettings.of(whole.schedule()),
                whole.connectPerRequest(),
                whole.replyTimeout().toNanos(),
                whole.expectedReply() != null,
                trust);
    }

    byte[] toJson() {
        return JsonDocument.line(this);
    }

    static LoadSettings read(byte[] document) throws ResultFormatException {
        return JsonDocument.read(document, LoadSettings.class);
    }

    /**
     * The load, of the first server alone and without its cycle, which the caller adds.
     *
     * @param protocol of the endpoint's service, with the framing
     * @param messages to be sent in turn; none for those made up by the run
     * @param expectedReply of the service; null where it is not known
     * @param sequenceField of the service; null for messages without a number
     * @throws ResultFormatException or IllegalArgumentException when it is none; with a text for the user
     */
    public LoadSpec spec(
            Endpoint at,
            Protocol<byte[], byte[]> protocol,
            List<byte[]> messages,
            @Nullable UnaryOperator<byte[]> expectedReply,
            @Nullable SequenceField sequenceField)
            throws ResultFormatException {
        LoadSpec spec = LoadSpec.of(at, protocol)
                .warmingUpAtMost(Duration.ofNanos(warmUpLimitNanos))
                .withClients(clients, depth, threads)
                .withMessages(new Sizes(leastBytes, mostBytes), messages)
                .onSchedule(schedule.schedule())
                .connectingPerRequest(connectPerRequest)
                .expecting(Duration.ofNanos(replyTimeoutNanos), repliesChecked ? expectedReply : null)
                .numbered(sequenceField);
        Duration warmUp = Duration.ofNanos(warmUpNanos);
        return count == 0 ? spec.lasting(warmUp, Duration.ofNanos(durationNanos)) : spec.counting(warmUp, count);
    }
}
