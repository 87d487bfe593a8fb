package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Framings;
import dev.parley.core.Session.Step;
import org.junit.jupiter.api.Test;

/** A server that stops answers what it has received in full, and ends. */
class SessionDrainTest {
    private final HeldReplies held = new HeldReplies();

    @Test
    void closesAtOnceWhenNothingIsOwed() {
        var pair = SessionPair.stream(Text.LINES, held, Text.LIMITS);

        assertThat(pair.drain()).isEqualTo(Step.CLOSE);
        assertThat(pair.session().settled()).isTrue();
    }

    @Test
    void closesAmidAMessageWithoutServingIt() {
        var pair = SessionPair.stream(Text.LINES, held, Text.LIMITS);
        pair.receive(Text.bytes("half a li"));

        assertThat(pair.drain()).isEqualTo(Step.CLOSE);
        assertThat(held.requests).isEmpty();
    }

    @Test
    void waitsForTheRepliesOwed() throws Exception {
        var pair = SessionPair.stream(Text.LINES, held, Text.LIMITS);
        pair.receive(Text.bytes("a\nb\n"));

        assertThat(pair.drain()).isEqualTo(Step.PAUSED);
        assertThat(pair.session().settled()).isFalse();
        held.answer(0);
        assertThat(pair.resume()).isEqualTo(Step.PAUSED);
        held.answer(1);

        assertThat(pair.resume()).isEqualTo(Step.CLOSE);
        assertThat(pair.takeReplies()).containsExactly("A", "B");
        assertThat(pair.session().settled()).isTrue();
    }

    @Test
    void servesWhatWasReceivedInFullWhilePaused() throws Exception {
        var pair = SessionPair.stream(Text.LINES, held, Text.LIMITS.withMaxUnsent(1000, 1));
        assertThat(pair.receive(Text.bytes("a\nb\nc"))).isEqualTo(Step.PAUSED);

        assertThat(pair.drain()).isEqualTo(Step.PAUSED);
        held.answer(0);
        assertThat(pair.resume()).isEqualTo(Step.PAUSED);
        held.answer(1);

        assertThat(pair.resume()).isEqualTo(Step.CLOSE);
        assertThat(pair.takeReplies()).containsExactly("A", "B");
        assertThat(held.requests).containsExactly("a", "b");
    }

    @Test
    void endsAStreamThatCarriesOneMessageWithoutInventingIt() {
        var pair = SessionPair.stream(Text.on(Framings.END), held, Text.LIMITS);
        pair.receive(Text.bytes("not ended"));

        assertThat(pair.drain()).isEqualTo(Step.CLOSE);
        assertThat(held.requests).isEmpty();
    }

    @Test
    void ofDatagramsWaitsForTheRepliesOwed() throws Exception {
        var pair = SessionPair.datagrams(Text.LINES, held, Text.LIMITS);
        pair.send("a");

        assertThat(pair.drain()).isEqualTo(Step.PAUSED);
        held.answer(0);

        assertThat(pair.drain()).isEqualTo(Step.CLOSE);
        assertThat(pair.takeReplies()).containsExactly("A");
    }

    @Test
    void neverReadsMoreOnceItDrains() {
        var pair = SessionPair.stream(Text.LINES, held, Text.LIMITS);
        pair.send("a");

        assertThat(pair.drain()).isEqualTo(Step.PAUSED);
        assertThat(pair.receive(Text.bytes("was under way\n"))).isEqualTo(Step.PAUSED);
        held.answer(0);
        held.replies.stream().skip(1).forEach(reply -> reply.none());

        assertThat(pair.resume()).isEqualTo(Step.CLOSE);
    }
}
