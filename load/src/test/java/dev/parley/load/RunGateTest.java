package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RunGateTest {
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger warmUps = new AtomicInteger();
    private final RunGate gate = gate(Duration.ZERO);

    private RunGate gate(Duration warmUp) {
        return new RunGate(
                Loads.echo(9).lasting(warmUp, Duration.ofSeconds(1)),
                Share.WHOLE,
                true,
                warmUps::incrementAndGet,
                begun::incrementAndGet);
    }

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
        assertThat(warmUps).as("there is none").hasValue(0);
    }

    @Test
    void aWarmUpHasTwoPhases() {
        RunGate warming = gate(Duration.ofMillis(400));
        warming.join();
        warming.open();
        warming.await();
        assertThat(warming.rehearsal().endNanos()).isEqualTo(100_000_000);
        assertThat(warming.rehearsal().endNanos() + warming.warmUp().endNanos())
                .as("both together take no longer than a warm-up may")
                .isEqualTo(Loads.echo(9).warmUpLimit().toNanos());
        assertThat(warmUps).as("before the second").hasValue(0);
        warming.await();
        assertThat(warmUps).hasValue(1);
        assertThat(begun).hasValue(0);
        warming.await();
        assertThat(begun).hasValue(1);
        assertThat(warmUps).hasValue(1);
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
