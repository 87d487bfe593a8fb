package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.Outcome;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The stall of {@link StalledServerAccountingTest} with real sockets, threads and clocks, made small.
 *
 * <pre>
 *   500 requests/s for 3 s on one connection: 1,500. The server answers at once; request 750, due at 1.5 s, takes 1 s.
 *   Requests 750 .. 1249 wait behind it and take 1.000, 0.998 ... 0.002 s; all others close to zero.
 *   So p90, the 150th from the top, is 0.702 s; p99, the 15th, is 0.972 s; max is 1 s.
 * </pre>
 */
@Tag("alone")
class StalledServerTest {
    private static final int STALLS_AT = 750;
    private static final double MILLI = 1e6;

    @Test
    void responseTimeShowsTheStallAndServiceTimeHidesIt() throws Exception {
        ScriptedServer.Script script = (number, request, connection) -> {
            if (number == STALLS_AT) {
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
                for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
            }
            ScriptedServer.reply(connection, request);
        };
        try (ScriptedServer server = new ScriptedServer(script)) {
            LoadSpec spec =
                    Loads.echo(server.port()).onSchedule(new ConstantRate(500)).counting(Duration.ZERO, 1_500);
            LoadResult.Measured measured = Loads.run(spec).measured();

            assertThat(measured.count(Outcome.REPLY)).isEqualTo(1_500);
            assertThat(measured.errors()).isZero();
            // Never less than by hand; more by what a busy machine adds, and that may be half a second.
            assertThat(millis(measured.response(), 90)).isBetween(690.0, 1_200.0);
            assertThat(millis(measured.response(), 99)).isBetween(960.0, 1_500.0);
            assertThat(measured.response().maxNanos() / MILLI).isBetween(995.0, 1_500.0);

            assertThat(millis(measured.service(), 90))
                    .as("service time sees one slow request")
                    .isLessThan(230);
            assertThat(measured.service().maxNanos() / MILLI).isBetween(995.0, 1_500.0);
            assertThat(millis(measured.response(), 90) / millis(measured.service(), 90))
                    .as("so much service time hides at p90")
                    .isGreaterThan(3);
        }
    }

    private static double millis(LatencyHistogram latencies, double percentile) {
        return latencies.percentileNanos(percentile).orElseThrow() / MILLI;
    }
}
