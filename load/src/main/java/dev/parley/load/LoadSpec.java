package dev.parley.load;

import dev.parley.core.Endpoint;
import dev.parley.core.Protocol;
import java.time.Duration;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A load, planned. Opens nothing.
 *
 * @param endpoint with transport, host and port
 * @param protocol of plain bytes
 * @param clients connections; request n belongs to client n % clients
 * @param depth requests of one client in flight at once; 1 on UDP
 * @param threads event loops; at most as many as clients
 * @param sizes of messages made up by the run
 * @param messages to be sent instead, in turn; empty for none
 * @param warmUp not measured, before the rest
 * @param duration of the measured part; not used with a count
 * @param count of measured requests; 0 for a duration
 * @param schedule null for a closed loop: the next request when a reply has come
 * @param replyTimeout after which a request is lost
 * @param expectedReply null where it is not known
 */
public record LoadSpec(
        Endpoint endpoint,
        Protocol<byte[], byte[]> protocol,
        int clients,
        int depth,
        int threads,
        Sizes sizes,
        List<byte[]> messages,
        Duration warmUp,
        Duration duration,
        long count,
        @Nullable Schedule schedule,
        Duration replyTimeout,
        @Nullable UnaryOperator<byte[]> expectedReply) {

    /** @throws IllegalArgumentException with a text for the person who asked for this load */
    public LoadSpec {
        require(clients >= 1 && depth >= 1 && threads >= 1, "clients, depth and threads are 1 or more");
        require(count > 0 || duration.isPositive(), "a load has a duration or a count");
        require(count >= 0 && !warmUp.isNegative(), "count and warm-up are not negative");
        require(replyTimeout.isPositive(), "the reply timeout is more than zero");
        require(
                depth == 1 || !endpoint.isDatagram(),
                "over UDP each client has one request in flight; use more clients");
        require(
                depth == 1 || !protocol.responseFraming().endsWithStream(),
                "with the framing end a connection carries one message; use more clients");
        require(
                depth == 1 || !protocol.requestFraming().name().equals("read"),
                "with the framing read several messages in flight cannot be told apart; use more clients or another framing");
        messages = List.copyOf(messages);
        threads = Math.min(threads, clients);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** A closed loop of one client with one message of 64 bytes in flight, for 10 s after 1 s of warm-up. */
    public static LoadSpec of(Endpoint endpoint, Protocol<byte[], byte[]> protocol) {
        return new LoadSpec(
                endpoint,
                protocol,
                1,
                1,
                1,
                new Sizes(64, 64),
                List.of(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                0,
                null,
                Duration.ofSeconds(5),
                null);
    }

    /** The messages in words: {@code 64 bytes}, or {@code 12 given, 3 to 4096 bytes}. */
    public String messagesText() {
        if (messages.isEmpty()) {
            return sizes + " bytes";
        }
        IntSummaryStatistics given =
                messages.stream().mapToInt(message -> message.length).summaryStatistics();
        return given.getCount() + " given, " + (given.getMin() == given.getMax() ? "" : given.getMin() + " to ")
                + given.getMax() + " bytes";
    }

    public LoadSpec withClients(int newClients, int newDepth, int newThreads) {
        return new LoadSpec(
                endpoint,
                protocol,
                newClients,
                newDepth,
                newThreads,
                sizes,
                messages,
                warmUp,
                duration,
                count,
                schedule,
                replyTimeout,
                expectedReply);
    }

    public LoadSpec withMessages(Sizes newSizes, List<byte[]> newMessages) {
        return new LoadSpec(
                endpoint,
                protocol,
                clients,
                depth,
                threads,
                newSizes,
                newMessages,
                warmUp,
                duration,
                count,
                schedule,
                replyTimeout,
                expectedReply);
    }

    /** Ends after a time. */
    public LoadSpec lasting(Duration newWarmUp, Duration newDuration) {
        return new LoadSpec(
                endpoint,
                protocol,
                clients,
                depth,
                threads,
                sizes,
                messages,
                newWarmUp,
                newDuration,
                0,
                schedule,
                replyTimeout,
                expectedReply);
    }

    /** Ends after so many measured requests. */
    public LoadSpec counting(Duration newWarmUp, long newCount) {
        return new LoadSpec(
                endpoint,
                protocol,
                clients,
                depth,
                threads,
                sizes,
                messages,
                newWarmUp,
                duration,
                newCount,
                schedule,
                replyTimeout,
                expectedReply);
    }

    public LoadSpec onSchedule(@Nullable Schedule newSchedule) {
        return new LoadSpec(
                endpoint,
                protocol,
                clients,
                depth,
                threads,
                sizes,
                messages,
                warmUp,
                duration,
                count,
                newSchedule,
                replyTimeout,
                expectedReply);
    }

    public LoadSpec expecting(Duration newReplyTimeout, @Nullable UnaryOperator<byte[]> newExpectedReply) {
        return new LoadSpec(
                endpoint,
                protocol,
                clients,
                depth,
                threads,
                sizes,
                messages,
                warmUp,
                duration,
                count,
                schedule,
                newReplyTimeout,
                newExpectedReply);
    }
}
