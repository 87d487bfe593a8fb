package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Reply;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A reply given on another thread, at the very moment when the session does something with its place. */
@Tag("slow")
class ReplyRaceTest {
    private static final int ROUNDS = 5_000;
    /** Some microseconds; a thread that waits longer was not scheduled, and the round is not a race. */
    private static final int MOST_SPINS = 10_000;

    /** Met twice a round: both go, both have gone. */
    private final CyclicBarrier barrier = new CyclicBarrier(2);

    private volatile Reply<String> handed = answer -> {};
    private volatile Consumer<Reply<String>> answer = reply -> {};
    private volatile boolean over;
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger arrivals = new AtomicInteger();
    private final Thread answerer =
            Thread.ofPlatform().daemon().name("answerer").start(this::answerAll);

    private void answerAll() {
        while (true) {
            meetAtOnce();
            if (over) {
                return;
            }
            answer.accept(handed);
            meet();
        }
    }

    @AfterEach
    void endsTheAnswerer() throws InterruptedException {
        over = true;
        meetAtOnce();
        answerer.join();
    }

    @Test
    void aReplyGivenWhileServeReturnsIsSeenOrWakesTheSession() {
        answer = reply -> reply.send("answer");
        for (int round = 0; round < ROUNDS; round++) {
            var pair = SessionPair.<String, String>stream(Text.LINES, this::handAndGo, Text.LIMITS);
            pair.send("request");
            meet();
            if (pair.unsentBytes() == 0) {
                assertThat(pair.wakeups()).as("round %d", round).isPositive();
                pair.resume();
            }
            assertThat(Text.text(pair.takeBytes())).as("round %d", round).isEqualTo("answer\n");
        }
    }

    @Test
    void aReplyGivenWhileTheConversationEndsIsLostOnce() {
        for (int round = 0; round < ROUNDS; round++) {
            CountedDelivery delivery = new CountedDelivery();
            answer = reply -> reply.send("answer", delivery);
            var pair = SessionPair.<String, String>stream(Text.LINES, (request, reply) -> handed = reply, Text.LIMITS);
            pair.send("request");
            meetAtOnce();
            pair.breakOff();
            meet();
            assertThat(delivery.outcome()).as("round %d", round).isEqualTo("0 delivered, 1 lost");
        }
    }

    @Test
    void aReplyGivenWhileTheSessionResumesIsWrittenOnce() {
        answer = reply -> reply.send("answer");
        for (int round = 0; round < ROUNDS; round++) {
            var pair = SessionPair.<String, String>stream(Text.LINES, (request, reply) -> handed = reply, Text.LIMITS);
            pair.send("request");
            meetAtOnce();
            pair.resume();
            meet();
            assertThat(pair.wakeups()).isEqualTo(1);
            pair.resume();
            assertThat(Text.text(pair.takeBytes())).as("round %d", round).isEqualTo("answer\n");
        }
    }

    @Test
    void ofTwoRepliesGivenAtOnceWhileServingOneIsRefused() {
        answer = reply -> countRefusal(() -> reply.send("there"));
        for (int round = 0; round < ROUNDS; round++) {
            refusals.set(0);
            var pair = SessionPair.<String, String>stream(
                    Text.LINES,
                    (request, reply) -> {
                        handAndGo(request, reply);
                        countRefusal(() -> reply.send("here"));
                    },
                    Text.LIMITS);
            pair.send("request");
            meet();
            oneWasRefused(pair, round);
        }
    }

    @Test
    void ofTwoRepliesGivenAtOnceElsewhereOneIsRefused() {
        answer = reply -> countRefusal(() -> reply.send("there"));
        for (int round = 0; round < ROUNDS; round++) {
            refusals.set(0);
            var pair = SessionPair.<String, String>stream(Text.LINES, (request, reply) -> handed = reply, Text.LIMITS);
            pair.send("request");
            Reply<String> reply = handed;
            meetAtOnce();
            countRefusal(() -> reply.send("here"));
            meet();
            oneWasRefused(pair, round);
        }
    }

    private void oneWasRefused(SessionPair<String, String> pair, int round) {
        pair.resume();
        assertThat(refusals.get()).as("round %d", round).isEqualTo(1);
        assertThat(Text.text(pair.takeBytes())).as("round %d", round).isIn("here\n", "there\n");
    }

    private void countRefusal(Runnable sending) {
        try {
            sending.run();
        } catch (IllegalStateException e) {
            refusals.incrementAndGet();
        }
    }

    private void handAndGo(String request, Reply<String> reply) {
        handed = reply;
        meetAtOnce();
    }

    /** The barrier lets one go some microseconds before the other, too late for a race: they wait for each other again. */
    private void meetAtOnce() {
        meet();
        int mine = arrivals.incrementAndGet();
        int both = mine + mine % 2;
        for (int spins = 0; arrivals.get() < both && spins < MOST_SPINS; spins++) {
            Thread.onSpinWait();
        }
    }

    private void meet() {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("the other thread did not come", e);
        }
    }
}
