package dev.parley.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Transport;
import dev.parley.testkit.SessionPair;
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
    void repliesWithNoMoreThanItWasSent(String service) {
        Talk<?, ?> server = Talk.udp(Catalog.named(service).orElseThrow());
        int answered = 0;
        for (byte[] request : requests()) {
            SessionPair<?, ?> peer = server.connect();
            peer.receive(request);
            for (byte[] reply : peer.takeMessages()) {
                answered++;
                assertThat(reply.length).as("reply to %d bytes", request.length).isLessThanOrEqualTo(request.length);
            }
        }
        assertThat(answered).isGreaterThan(200);
    }

    @Test
    void reportsAnEmptyQueueOnlySoOftenToOneAddress() {
        AtomicLong clock = new AtomicLong();
        Talk<?, ?> queue =
                new Talk<>(Queue.TYPE, ServiceSettings.of(Transport.UDP).withClock(clock::get));

        assertThat(emptyAnswers(queue, AmplificationLimiter.BURST + 50)).isEqualTo(AmplificationLimiter.BURST);
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(emptyAnswers(queue, AmplificationLimiter.PER_SECOND + 50))
                .isEqualTo(AmplificationLimiter.PER_SECOND);
    }

    /** Each get from another port of one address, as a forger would. */
    private static int emptyAnswers(Talk<?, ?> queue, int gets) {
        int answers = 0;
        for (int i = 0; i < gets; i++) {
            SessionPair<?, ?> peer = queue.connect();
            peer.receive(Talk.bytes("<<GET>>"));
            answers += peer.takeMessages().size();
        }
        return answers;
    }
}
