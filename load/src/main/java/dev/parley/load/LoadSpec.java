package dev.parley.load;

import dev.parley.core.Endpoint;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import dev.parley.core.SequenceField;
import dev.parley.result.ScheduleKind;
import dev.parley.result.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A load, planned. Opens nothing.
 *
 * @param endpoint with transport, host and port
 * @param others further servers of the same thing, over which the clients are spread as well; none for one server
 * @param protocol of plain bytes
 * @param clients connections; request n belongs to client n % clients
 * @param depth requests of one client in flight at once; on UDP more than 1 needs replies that identify their request
 * @param threads event loops; at most as many as clients
 * @param sizes of messages made up by the run
 * @param messages to be sent instead, in turn; empty for none
 * @param warmUp not measured, before the rest: at least so long, and until the load generator's code is compiled; zero for none
 * @param warmUpLimit so long at most; at least the warm-up
 * @param duration of the measured phase; not used with a count
 * @param count of measured requests; 0 for a duration
 * @param schedule null for a closed loop: the next request when a reply has come
 * @param connectPerRequest TCP: each request has a connection of its own, of which a client has one at a time
 * @param replyTimeout after which a request is lost
 * @param expectedReply null where it is not known
 * @param sequenceField null for messages that carry no number
 * @param cycle null where a request is one message and its reply
 * @param tls which servers are trusted on TLS, and what is shown to them; null without TLS
 */
public record LoadSpec(
        Endpoint endpoint,
        List<Endpoint> others,
        Protocol<byte[], byte[]> protocol,
        int clients,
        int depth,
        int threads,
        Sizes sizes,
        List<byte[]> messages,
        Duration warmUp,
        Duration warmUpLimit,
        Duration duration,
        long count,
        @Nullable Schedule schedule,
        boolean connectPerRequest,
        Duration replyTimeout,
        @Nullable UnaryOperator<byte[]> expectedReply,
        @Nullable SequenceField sequenceField,
        @Nullable Cycle cycle,
        @Nullable SSLContext tls) {

    /** A load generator that is not ready by then will not be. */
    public static final Duration LONGEST_WARM_UP = Duration.ofSeconds(10);

    /** @throws IllegalArgumentException with a text for the user */
    public LoadSpec {
        require(clients >= 1 && depth >= 1 && threads >= 1, "clients, depth and threads are 1 or more");
        require(count > 0 || duration.isPositive(), "a load has a duration or a count");
        require(count >= 0 && !warmUp.isNegative(), "count and warm-up are not negative");
        require(replyTimeout.isPositive(), "the reply timeout is more than zero");
        require(
                depth == 1
                        || endpoint.isDatagram()
                        || !protocol.responseFraming().endsWithStream(),
                "with the framing end a connection carries one message; use more clients");
        require(
                depth == 1
                        || endpoint.isDatagram()
                        || !protocol.requestFraming().equals(Framings.READ),
                "with the framing read several messages in flight cannot be separated; use more clients or another framing");
        require(
                !connectPerRequest || !endpoint.isDatagram(),
                "over UDP there are no connections: a connection for each request needs TCP");
        require(!connectPerRequest || depth == 1, "with a connection for each request depth is 1; use more clients");
        require(
                cycle == null || !(endpoint.isDatagram() || connectPerRequest),
                "requests of several steps need a TCP connection that lasts");
        protocol.requireCarriedTo(endpoint);
        others = List.copyOf(others);
        for (Endpoint other : others) {
            require(!endpoint.isDatagram(), "several servers need TCP");
            require(
                    other.service().equals(endpoint.service())
                            && other.security() == endpoint.security()
                            && Objects.equals(other.transport(), endpoint.transport()),
                    "the servers of a load are of one kind: " + endpoint + " and " + other + " are not");
        }
        warmUpLimit = warmUpLimit.compareTo(warmUp) < 0 ? warmUp : warmUpLimit;
        messages = List.copyOf(messages);
        threads = Math.min(threads, clients);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** A closed loop of one client with one message of 64 bytes in flight, for 10 s after 1 s of warm-up or more. */
    public static LoadSpec of(Endpoint endpoint, Protocol<byte[], byte[]> protocol) {
        return new LoadSpec(
                endpoint,
                List.of(),
                protocol,
                1,
                1,
                1,
                new Sizes(64, 64),
                List.of(),
                Duration.ofSeconds(1),
                LONGEST_WARM_UP,
                Duration.ofSeconds(10),
                0,
                null,
                false,
                Duration.ofSeconds(5),
                null,
                null,
                null,
                null);
    }

    /** How long it should take, with the shortest warm-up; empty for a count in a closed loop, which lasts as long as it lasts. */
    public Optional<Duration> plannedTime() {
        long end = RunPhase.measured(this).endNanos();
        return end == Long.MAX_VALUE ? Optional.empty() : Optional.of(warmUp.plusNanos(end));
    }

    /** The same in plain values, as a result keeps it. */
    public Setting setting() {
        return new Setting(
                cycle == null ? names() : cycle.target(),
                protocol.requestFraming().name(),
                schedule == null ? ScheduleKind.CLOSED : schedule.kind(),
                schedule == null ? "closed loop" : schedule.describe(),
                clients,
                depth,
                threads,
                messagesInWords(),
                warmUp,
                warmUpLimit,
                count > 0 ? Duration.ZERO : duration,
                count,
                replyTimeout,
                expectedReply != null || cycle != null,
                connectPerRequest);
    }

    private String names() {
        return servers().stream().map(Endpoint::toString).collect(Collectors.joining(","));
    }

    /** Every server of the load, this endpoint first. */
    public List<Endpoint> servers() {
        List<Endpoint> all = new ArrayList<>(List.of(endpoint));
        all.addAll(others);
        return all;
    }

    /** {@code 64 bytes}, or {@code 12 given, 3 to 4096 bytes}. */
    private String messagesInWords() {
        if (messages.isEmpty()) {
            return sizes + " bytes";
        }
        IntSummaryStatistics given =
                messages.stream().mapToInt(message -> message.length).summaryStatistics();
        return given.getCount() + " given, " + (given.getMin() == given.getMax() ? "" : given.getMin() + " to ")
                + given.getMax() + " bytes";
    }

    /**
     * Of several servers: client n connects to the nth of them, and those behind begin with the first again, or with another where all
     * clients of an event loop would be at the same. None moves to another one when its server is lost.
     *
     * @param newOthers besides the endpoint
     */
    public LoadSpec alsoAt(List<Endpoint> newOthers) {
        return changed(to -> to.others = newOthers);
    }

    public LoadSpec withClients(int newClients, int newDepth, int newThreads) {
        return changed(to -> {
            to.clients = newClients;
            to.depth = newDepth;
            to.threads = newThreads;
        });
    }

    public LoadSpec withMessages(Sizes newSizes, List<byte[]> newMessages) {
        return changed(to -> {
            to.sizes = newSizes;
            to.messages = newMessages;
        });
    }

    /** Ends after a time. */
    public LoadSpec lasting(Duration newWarmUp, Duration newDuration) {
        return changed(to -> {
            to.warmUp = newWarmUp;
            to.duration = newDuration;
            to.count = 0;
        });
    }

    /** Ends after so many measured requests. */
    public LoadSpec counting(Duration newWarmUp, long newCount) {
        return changed(to -> {
            to.warmUp = newWarmUp;
            to.count = newCount;
        });
    }

    /** The warm-up takes so long at most. */
    public LoadSpec warmingUpAtMost(Duration limit) {
        return changed(to -> to.warmUpLimit = limit);
    }

    /** With a connection for each request, or one for all of a client's. */
    public LoadSpec connectingPerRequest(boolean newConnectPerRequest) {
        return changed(to -> to.connectPerRequest = newConnectPerRequest);
    }

    public LoadSpec onSchedule(@Nullable Schedule newSchedule) {
        return changed(to -> to.schedule = newSchedule);
    }

    /**
     * On the constant rate at which its messages, with their framing, are so many bytes a second.
     *
     * @throws IllegalArgumentException when these messages do not fit the transport, or the rate is too high; with a text for the user
     */
    public LoadSpec atBandwidth(double bytesPerSecond) {
        return onSchedule(new ConstantRate(bytesPerSecond / new RequestPool(this).meanBytes()));
    }

    public LoadSpec expecting(Duration newReplyTimeout, @Nullable UnaryOperator<byte[]> newExpectedReply) {
        return changed(to -> {
            to.replyTimeout = newReplyTimeout;
            to.expectedReply = newExpectedReply;
        });
    }

    /** With messages that carry a number; those made up by the run are passed through {@link SequenceField#request}. */
    public LoadSpec numbered(@Nullable SequenceField newSequenceField) {
        return changed(to -> to.sequenceField = newSequenceField);
    }

    /** With requests of several steps, made of the messages of the load. */
    public LoadSpec inCycles(@Nullable Cycle newCycle) {
        return changed(to -> to.cycle = newCycle);
    }

    /** On TLS, for an endpoint that has it. */
    public LoadSpec withTls(@Nullable SSLContext newTls) {
        return changed(to -> to.tls = newTls);
    }

    private LoadSpec changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.spec();
    }

    /** What a changed spec is made of, until it is one. */
    private static final class Draft {
        final LoadSpec from;
        List<Endpoint> others;
        int clients;
        int depth;
        int threads;
        Sizes sizes;
        List<byte[]> messages;
        Duration warmUp;
        Duration warmUpLimit;
        Duration duration;
        long count;

        @Nullable
        Schedule schedule;

        boolean connectPerRequest;
        Duration replyTimeout;

        @Nullable
        UnaryOperator<byte[]> expectedReply;

        @Nullable
        SequenceField sequenceField;

        @Nullable
        Cycle cycle;

        @Nullable
        SSLContext tls;

        Draft(LoadSpec from) {
            this.from = from;
            this.others = from.others;
            this.clients = from.clients;
            this.depth = from.depth;
            this.threads = from.threads;
            this.sizes = from.sizes;
            this.messages = from.messages;
            this.warmUp = from.warmUp;
            this.warmUpLimit = from.warmUpLimit;
            this.duration = from.duration;
            this.count = from.count;
            this.schedule = from.schedule;
            this.connectPerRequest = from.connectPerRequest;
            this.replyTimeout = from.replyTimeout;
            this.expectedReply = from.expectedReply;
            this.sequenceField = from.sequenceField;
            this.cycle = from.cycle;
            this.tls = from.tls;
        }

        LoadSpec spec() {
            return new LoadSpec(
                    from.endpoint,
                    others,
                    from.protocol,
                    clients,
                    depth,
                    threads,
                    sizes,
                    messages,
                    warmUp,
                    warmUpLimit,
                    duration,
                    count,
                    schedule,
                    connectPerRequest,
                    replyTimeout,
                    expectedReply,
                    sequenceField,
                    cycle,
                    tls);
        }
    }
}
