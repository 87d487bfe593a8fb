package dev.parley.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Endpoint;
import dev.parley.core.Transport;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import dev.parley.engine.jdk.SelectorEngine;
import dev.parley.testkit.ContractCase;
import dev.parley.testkit.RawDatagrams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** U1: a forged source gains nothing: replies are not larger than requests, or they are few. */
class PromiseU1Test {
    private static final int LONGEST_BYTES = 300;

    private static <Q, R> ServerSpec spec(ServiceType<Q, R> type, ServiceSettings settings) {
        return ServerSpec.of(
                new Endpoint(type.name(), Transport.UDP, "127.0.0.1", 0),
                type.protocol().apply(Transport.UDP),
                type.opening().apply(settings),
                type.serving().limits());
    }

    private static RunningServer serve(String name, ServiceSettings settings) throws IOException {
        return new SelectorEngine().start(spec(Catalog.named(name).orElseThrow(), settings));
    }

    private static ServiceSettings standing() {
        return ServiceSettings.of(Transport.UDP).withClock(() -> 0L);
    }

    /** Of every length, once as a well-formed request of the reverse service and once as it is. */
    private static List<byte[]> requests() {
        List<byte[]> requests = new ArrayList<>();
        for (int length = 0; length <= LONGEST_BYTES; length++) {
            byte[] bytes = new byte[length];
            Arrays.fill(bytes, (byte) 'x');
            requests.add(bytes.clone());
            if (length > 0) {
                bytes[0] = (byte) (length - 1);
                requests.add(bytes);
            }
        }
        return requests;
    }

    @ParameterizedTest
    @ValueSource(strings = {"reverse", "echo", "pong"})
    void repliesWithNoMoreThanItWasSent(String service) throws Exception {
        // Of the longest shape of each service, so that its reply shows that all before it have been dealt with.
        byte[] last = {3, 'e', 'n', 'd'};
        try (RunningServer server = serve(service, standing());
                RawDatagrams probe = RawDatagrams.open()) {
            int answered = 0;
            for (byte[] request : requests()) {
                try (RawDatagrams peer = RawDatagrams.open()) {
                    peer.send(request, ContractCase.addressOf(server));
                    probe.send(last, ContractCase.addressOf(server));
                    probe.receive();
                    byte[] reply = peer.receiveNow();
                    if (reply != null) {
                        answered++;
                        assertThat(reply.length)
                                .as("reply to %d bytes", request.length)
                                .isLessThanOrEqualTo(request.length);
                    }
                }
            }
            assertThat(answered).isGreaterThan(200);
        }
    }

    @Test
    void reportsAnEmptyQueueOnlySoOftenToOneAddress() throws Exception {
        AtomicLong clock = new AtomicLong();
        try (RunningServer server =
                        serve("queue", ServiceSettings.of(Transport.UDP).withClock(clock::get));
                RawDatagrams peer = RawDatagrams.open()) {
            assertThat(emptyAnswers(peer, server, AmplificationLimiter.BURST + 50))
                    .isEqualTo(AmplificationLimiter.BURST);
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
            assertThat(emptyAnswers(peer, server, AmplificationLimiter.PER_SECOND + 50))
                    .isEqualTo(AmplificationLimiter.PER_SECOND);
        }
    }

    /** A message stored and fetched shows that all gets before it have been dealt with. */
    private static int emptyAnswers(RawDatagrams peer, RunningServer server, int gets) throws IOException {
        byte[] get = "<<GET>>".getBytes(StandardCharsets.US_ASCII);
        byte[] mark = {'m', 'a', 'r', 'k'};
        for (int i = 0; i < gets; i++) {
            peer.send(get, ContractCase.addressOf(server));
        }
        peer.send(mark, ContractCase.addressOf(server));
        peer.send(get, ContractCase.addressOf(server));
        int answers = 0;
        while (!Arrays.equals(peer.receive(), mark)) {
            answers++;
        }
        return answers;
    }
}
