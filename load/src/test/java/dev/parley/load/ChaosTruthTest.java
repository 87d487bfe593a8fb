package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Endpoint;
import dev.parley.core.Transport;
import dev.parley.result.Counter;
import dev.parley.result.LoadResult;
import dev.parley.result.Outcome;
import dev.parley.testkit.ChaosProxy;
import dev.parley.testkit.ChaosScript;
import dev.parley.testkit.ChaosTally;
import dev.parley.testkit.EchoServer;
import dev.parley.testkit.Fault;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What goes wrong is known, since a proxy does it and counts it: the load must find the same totals. Which datagrams are hit
 * follows from a seed; with these the last one is not hit, because its fate would show only after the end. Times are asserted in
 * the direction in which a busy machine cannot err.
 */
@Tag("slow")
class ChaosTruthTest {
    private static final double MILLI = 1e6;
    /** HdrHistogram's three digits. */
    private static final double ROUNDING = 0.999;

    private record Run(LoadResult.Measured measured, ChaosTally tally) {}

    /** One client; fewer in flight than the smallest socket buffer holds, so that only the proxy loses any. */
    private static Run run(
            Transport transport,
            ChaosScript script,
            @Nullable Schedule schedule,
            int depth,
            int count,
            Duration timeout)
            throws Exception {
        try (EchoServer echo = new EchoServer();
                ChaosProxy proxy = ChaosProxy.inFrontOf(endpoint(echo, transport), script)) {
            LoadSpec spec = LoadSpec.of(proxy.endpoint(), Loads.LEN8)
                    .withClients(1, depth, 1)
                    .onSchedule(schedule)
                    .expecting(timeout, request -> request)
                    .counting(Duration.ZERO, count);
            return new Run(Loads.run(spec).measured(), proxy.tally());
        }
    }

    private static Endpoint endpoint(EchoServer echo, Transport transport) {
        int port = transport == Transport.UDP ? echo.datagramPort() : echo.streamPort();
        return new Endpoint("echo", transport, "127.0.0.1", port);
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"TCP", "UDP"}) // those that the proxy knows
    void steadyDelayIsInEveryReply(Transport transport) throws Exception {
        ChaosScript script = ChaosScript.NONE.onReplies(new Fault.Delay(Duration.ofMillis(50)));
        LoadResult.Measured measured =
                run(transport, script, new ConstantRate(500), 64, 500, Duration.ofSeconds(10)).measured;
        assertThat(measured.count(Outcome.REPLY)).isEqualTo(500);
        assertThat(measured.errors()).isZero();
        assertThat(measured.service().minNanos()).isGreaterThanOrEqualTo((long) (50 * MILLI * ROUNDING));
        assertThat(measured.response().minNanos()).isGreaterThanOrEqualTo((long) (50 * MILLI * ROUNDING));
        assertThat(measured.service().percentileNanos(50).orElseThrow() / MILLI)
                .as("and in most of them little else")
                .isBetween(50 * ROUNDING, 500.0);
    }

    @Test
    void everyDroppedDatagramIsALostRequest() throws Exception {
        Fault onePercent = new Fault.Loss(0.01);
        ChaosScript script = ChaosScript.seeded(7).onRequests(onePercent).onReplies(onePercent);
        Run run = run(Transport.UDP, script, new ConstantRate(1000), 64, 1_000, Duration.ofSeconds(2));
        long dropped = run.tally.requests().lost() + run.tally.replies().lost();
        assertThat(dropped).isBetween(10L, 40L);
        assertThat(run.measured.count(Outcome.LOST)).isEqualTo(dropped);
        assertThat(run.measured.count(Outcome.REPLY)).isEqualTo(1_000 - dropped);
        assertThat(run.measured.errors()).isEqualTo(dropped);
        assertThat(run.measured.count(Counter.LATE)).isZero();
        assertThat(run.measured.count(Counter.DUPLICATE)).isZero();
        assertThat(run.measured.count(Counter.REORDERED)).isZero();
        assertThat(run.measured.response().count()).isEqualTo(1_000);
        assertThat(run.measured.response().maxNanos() / MILLI)
                .as("a lost one enters at its age")
                .isGreaterThanOrEqualTo(2_000 * ROUNDING);
        assertThat(run.measured.response().percentileNanos(90).orElseThrow() / MILLI)
                .as("and holds back no other")
                .isLessThan(1_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void everyOvertakenReplyIsReordered(int places) throws Exception {
        Fault overtaking = new Fault.Reordering(0.1, places, Duration.ofSeconds(5));
        Run run =
                run(Transport.UDP, ChaosScript.seeded(3).onReplies(overtaking), null, 16, 500, Duration.ofSeconds(20));
        assertThat(run.tally.replies().reordered()).isBetween(25L, 100L);
        assertThat(run.measured.count(Counter.REORDERED))
                .isEqualTo(run.tally.replies().reordered());
        assertThat(run.measured.count(Outcome.REPLY)).isEqualTo(500);
        assertThat(run.measured.count(Counter.LATE)).isZero();
        assertThat(run.measured.count(Counter.DUPLICATE)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void everySecondReplyIsADuplicate(int depth) throws Exception {
        Fault twice = new Fault.Duplication(0.1);
        ChaosScript script = ChaosScript.seeded(1).onRequests(twice).onReplies(twice);
        Run run = run(Transport.UDP, script, null, depth, 500, Duration.ofSeconds(20));
        long duplicated =
                run.tally.requests().duplicated() + run.tally.replies().duplicated();
        assertThat(duplicated).isBetween(50L, 200L);
        assertThat(run.measured.count(Counter.DUPLICATE)).isEqualTo(duplicated);
        assertThat(run.measured.count(Outcome.REPLY)).isEqualTo(500);
        assertThat(run.measured.errors()).isZero();
        assertThat(run.measured.count(Counter.UNEXPECTED)).isZero();
    }
}
