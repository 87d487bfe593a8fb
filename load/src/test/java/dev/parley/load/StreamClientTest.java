package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.result.Counter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StreamClientTest {
    private static final Duration SLOW_CONNECTING = Duration.ofMinutes(1);
    private static final long SOON_NANOS = 50_000_000L;

    /** The other clients may take long to connect; then the clock begins anew, and the moment to try again must too. */
    @Test
    void clientThatFailedToConnectTriesAgainSoonAfterTheRunBegins() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        LoadSpec spec = Loads.echo(port);
        RequestPool messages = new RequestPool(spec);
        RunPhase phase = RunPhase.measured(spec);
        LoopRecorder recorder = new LoopRecorder(true, Duration.ZERO, SampleSink.NONE);
        LoadClock clock = new LoadClock(System.nanoTime() - SLOW_CONNECTING.toNanos());
        LoadedServers servers = LoadedServers.of(spec);
        try (Selector selector = Selector.open()) {
            LoopContext context =
                    new LoopContext(spec, servers, selector, clock, messages, recorder, new PollClock(clock), _ -> {});
            LoadClient client = new StreamClient(
                    context, new ClientRequests(0, 1, 1, messages.size(), phase, recorder), RequestExchange::new);
            client.open();
            await().until(() -> {
                selector.selectNow((SelectionKey key) -> client.onReady(key));
                return !client.isOpening();
            });
            assertThat(recorder.counts().get(Counter.REFUSED)).isEqualTo(1);

            clock.restart();
            client.begin(phase);
            context.sending = true;
            client.sweep(SOON_NANOS - 1);
            assertThat(recorder.counts().get(Counter.REFUSED)).as("not yet").isEqualTo(1);
            assertThat(client.isOpening() || client.isOpen()).isFalse();
            try (ServerSocket listener = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                client.sweep(SOON_NANOS);
                assertThat(client.isOpening() || client.isOpen())
                        .as("it tries again at " + listener)
                        .isTrue();
            }
            client.close();
        }
    }
}
