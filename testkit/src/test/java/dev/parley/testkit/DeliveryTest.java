package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Reply;
import dev.parley.core.Session.Step;
import org.junit.jupiter.api.Test;

/** The outcome of a reply is reported once, and correctly. */
class DeliveryTest {
    private static final String DELIVERED = "1 delivered, 0 lost";
    private static final String LOST = "0 delivered, 1 lost";
    private static final String PENDING = "0 delivered, 0 lost";

    private final CountedDelivery delivery = new CountedDelivery();
    private final HeldReplies held = new HeldReplies();

    @Test
    void isDeliveredOnceTheLastByteIsTaken() {
        var pair = answering();
        pair.send("a");

        pair.takeBytes(5);
        assertThat(delivery.outcome()).isEqualTo(PENDING);
        pair.takeBytes(1);
        assertThat(delivery.outcome()).isEqualTo(DELIVERED);
        pair.breakOff();
        assertThat(delivery.outcome()).isEqualTo(DELIVERED);
    }

    @Test
    void isLostWhenTheConversationBreaksAmidTheReply() {
        var pair = answering();
        pair.send("a");
        pair.takeBytes(5);

        pair.breakOff();
        pair.breakOff();

        assertThat(delivery.outcome()).isEqualTo(LOST);
    }

    @Test
    void isLostWhenTheReplyIsGivenAfterTheEnd() {
        var pair = holding();
        pair.send("a");
        pair.breakOff();
        assertThat(delivery.outcome()).isEqualTo(PENDING);

        held.replies.getFirst().send("late", delivery);

        assertThat(delivery.outcome()).isEqualTo(LOST);
        assertThat(pair.wakeups()).isZero();
    }

    @Test
    void isLostWhenTheReplyWasGivenButNeverWritten() {
        var pair = holding();
        pair.receive(Text.bytes("a\nb\n"));
        held.replies.get(1).send("b", delivery);

        pair.breakOff();

        assertThat(delivery.outcome()).isEqualTo(LOST);
    }

    @Test
    void isLostBehindAHangUp() {
        var pair = holding();
        pair.receive(Text.bytes("a\nb\n"));
        held.replies.get(1).send("b", delivery);
        held.replies.get(0).hangUp();

        assertThat(pair.resume()).isEqualTo(Step.CLOSE);
        pair.breakOff();

        assertThat(delivery.outcome()).isEqualTo(LOST);
    }

    @Test
    void isLostWhenTheServiceThrowsAfterAnswering() {
        var pair = SessionPair.<String, String>stream(
                Text.LINES,
                (request, reply) -> {
                    reply.send("answer", delivery);
                    throw new IllegalStateException("on purpose");
                },
                Text.LIMITS);

        assertThat(pair.send("a")).isEqualTo(Step.CLOSE);

        assertThat(pair.takeBytes()).isEmpty();
        assertThat(delivery.outcome()).isEqualTo(LOST);
    }

    @Test
    void isLostWhenTheServiceHandsItsReplyOnThenThrows() {
        var pair = SessionPair.<String, String>stream(
                Text.LINES,
                (request, reply) -> {
                    held.serve(request, reply);
                    throw new IllegalStateException("on purpose");
                },
                Text.LIMITS);
        pair.send("a");

        held.replies.getFirst().send("late", delivery);

        assertThat(delivery.outcome()).isEqualTo(LOST);
    }

    @Test
    void ofADatagramIsDeliveredWhenItIsSent() {
        var pair = SessionPair.<String, String>datagrams(Text.LINES, this::answer, Text.LIMITS);

        pair.send("a");

        assertThat(delivery.outcome()).isEqualTo(DELIVERED);
    }

    private SessionPair<String, String> answering() {
        return SessionPair.stream(Text.LINES, this::answer, Text.LIMITS);
    }

    private SessionPair<String, String> holding() {
        return SessionPair.stream(Text.LINES, held, Text.LIMITS);
    }

    /** "reply" and its line feed: six bytes. */
    private void answer(String request, Reply<String> reply) {
        reply.send("reply", delivery);
    }
}
