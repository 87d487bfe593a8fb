package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RunGateTest {
    private final AtomicInteger begun = new AtomicInteger();
    private final RunGate gate = new RunGate(
            Loads.echo(9).lasting(Duration.ZERO, Duration.ofSeconds(1)), Share.WHOLE, true, begun::incrementAndGet);

    private Thread loop() {
        gate.join();
        return Thread.ofVirtual().unstarted(() -> {
            gate.await();
            gate.await();
            gate.leave();
        });
    }

    @Test
    void theMeasuredPartBeginsOnceForAll() throws InterruptedException {
        Thread one = loop();
        Thread other = loop();
        one.start();
        other.start();
        gate.open();
        one.join();
        other.join();
        assertThat(begun).hasValue(1);
    }

    @Test
    void aLoopThatLeavesHoldsUpNobody() throws InterruptedException {
        Thread one = loop();
        gate.join();
        one.start();
        gate.open();
        gate.leave();
        one.join();
        assertThat(begun).hasValue(1);
    }

    @Test
    void noLoopWaitsForOneThatNeverRanWhenTheRunIsGivenUp() throws InterruptedException {
        Thread one = loop();
        gate.join();
        one.start();
        gate.abandon();
        one.join();
        assertThat(begun).hasValue(0);
    }
}
