package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.client.CannotConnectException;
import dev.parley.core.Endpoint;
import dev.parley.result.Reason;
import dev.parley.testkit.PublishedSchema;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Searches with a real server, whose limit is a number of requests a connection. A trial lasts a fifth of a second on one
 * connection of its own, so 100 requests are 500 a second, on a machine however slow: what is due late is sent late, and an
 * error is an error.
 */
@Timeout(60)
@Tag("slow")
class RateFinderTest {
    private static final int MOST_REQUESTS = 100;
    private static final double CLIFF = 500;
    private static final Objective NO_ERRORS = Objective.parse("errors<1");

    private final Map<Socket, AtomicInteger> served = new ConcurrentHashMap<>();
    private final List<RateTrial> trials = new ArrayList<>();

    /** Wrong replies to what exceeds its limit. */
    private void serve(int number, byte[] request, Socket connection) throws IOException {
        int nth = served.computeIfAbsent(connection, c -> new AtomicInteger()).incrementAndGet();
        ScriptedServer.reply(connection, nth <= MOST_REQUESTS ? request : new byte[] {1});
    }

    private RateFinder finder(int port, double start) {
        LoadSpec spec = Loads.echo(port)
                .withClients(1, 200, 1)
                .lasting(Duration.ZERO, Duration.ofMillis(200))
                .expecting(Duration.ofSeconds(10), request -> request);
        return new RateFinder(spec, NO_ERRORS, start, 2, Loads.environment(), trials::add);
    }

    @Test
    void findsTheCliffAndReportsEachTrial() throws Exception {
        try (ScriptedServer server = new ScriptedServer(this::serve)) {
            RateFinder finder = finder(server.port(), 200);
            FoundRate found = finder.find();

            RateTally holds = Objects.requireNonNull(found.holds());
            RateTally breaks = Objects.requireNonNull(found.breaks());
            assertThat(found.confirmed()).isTrue();
            assertThat(PublishedSchema.faults(
                            "parley-find-1", FoundRateDocument.of(found, finder).toJson()))
                    .isEmpty();
            assertThat(holds).as("%s", trials).isEqualTo(new RateTally(holds.perSecond(), 2, 0, 0));
            assertThat(breaks).as("%s", trials).isEqualTo(new RateTally(breaks.perSecond(), 0, 2, 0));
            assertThat(holds.perSecond()).isBetween(CLIFF / 1.06, CLIFF);
            assertThat(breaks.perSecond()).isBetween(CLIFF, CLIFF * 1.06);
            assertThat(trials).isEqualTo(finder.trials()).hasSizeLessThanOrEqualTo(finder.mostTrials());
            assertThat(trials)
                    .filteredOn(trial -> trial.decision() == Decision.FAIL)
                    .isNotEmpty()
                    .allMatch(trial -> trial.reasons().getFirst().kind() == Reason.Kind.OBJECTIVE_MISSED);
        }
    }

    @Test
    void stopEndsTheSearchWithWhatIsKnown() throws Exception {
        try (ScriptedServer server = new ScriptedServer(this::serve)) {
            RateFinder[] stopped = new RateFinder[1];
            RateFinder finder =
                    new RateFinder(finder(server.port(), 200).spec(), NO_ERRORS, 200, 2, Loads.environment(), trial -> {
                        trials.add(trial);
                        if (trials.size() == 2) {
                            stopped[0].stop("stopped by the test");
                        }
                    });
            stopped[0] = finder;
            FoundRate found = finder.find();
            assertThat(trials).extracting(RateTrial::perSecond).containsExactly(200.0, 400.0);
            assertThat(found).isEqualTo(new FoundRate(new RateTally(400, 1, 0, 0), null, false));
            assertThat(finder.endedEarly()).isEqualTo("stopped by the test");
        }
    }

    /** 5 million datagrams a second cannot be sent by one thread, and nothing of the server holds it up. */
    @Test
    void rateThisMachineCannotKeepIsRepeatedAndNotBlamedOnTheServer() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            Thread.ofPlatform().daemon().start(() -> echo(socket));
            RateFinder[] stopped = new RateFinder[1];
            LoadSpec spec = LoadSpec.of(Endpoint.parse("echo+udp://127.0.0.1:" + socket.getLocalPort()), Loads.LEN8)
                    .withClients(200, 128, 1)
                    .expecting(Duration.ofMillis(100), request -> request)
                    .lasting(Duration.ZERO, Duration.ofMillis(50));
            RateFinder finder = new RateFinder(spec, NO_ERRORS, 5e6, 2, Loads.environment(), trial -> {
                trials.add(trial);
                if (trials.size() == 3) {
                    stopped[0].stop("stopped by the test");
                }
            });
            stopped[0] = finder;
            finder.find();
            assertThat(trials)
                    .hasSize(3)
                    .allMatch(trial -> trial.perSecond() == 5e6 && trial.decision() == Decision.UNDECIDED)
                    .allMatch(trial -> trial.reasons().getFirst().kind() == Reason.Kind.RATE_NOT_KEPT_HERE);
        }
    }

    private static void echo(DatagramSocket socket) {
        try {
            DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
            while (true) {
                packet.setLength(2000);
                socket.receive(packet);
                socket.send(packet);
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    @Test
    void serverThatDiesEndsTheSearchWithWhatIsKnown() throws Exception {
        ScriptedServer[] dying = new ScriptedServer[1];
        ScriptedServer.Script script = (number, request, connection) -> {
            if (number == 60) { // of the second trial; the first has 40
                dying[0].close();
            } else {
                ScriptedServer.reply(connection, request);
            }
        };
        try (ScriptedServer server = new ScriptedServer(script)) {
            dying[0] = server;
            RateFinder finder = finder(server.port(), 200);
            FoundRate found = finder.find();
            assertThat(found).isEqualTo(new FoundRate(new RateTally(200, 1, 0, 0), new RateTally(400, 0, 1, 0), false));
            assertThat(finder.endedEarly()).startsWith("the server has gone: cannot connect");
        }
    }

    @Test
    void noServerIsAClearError() throws Exception {
        int port;
        try (ScriptedServer server = new ScriptedServer(this::serve)) {
            port = server.port();
        }
        assertThatExceptionOfType(CannotConnectException.class)
                .isThrownBy(() -> finder(port, 200).find());
    }

    @Test
    void trialsTooShortToTellAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> finder(1, 100))
                .withMessage(
                        "errors needs 20 requests, and 200 ms at 100/s have fewer; a trial must last longer, or the rate "
                                + "start at 101/s or more");
    }
}
