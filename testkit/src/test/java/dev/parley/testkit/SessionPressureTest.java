package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Session.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A peer that does not take its replies, or a service that owes too many, stops the reading. */
class SessionPressureTest {
    private static final int MAX_UNSENT_BYTES = 30;
    private static final int MAX_PIPELINED = 3;

    private final HeldReplies held = new HeldReplies();

    @Test
    void pausesAboveMaxUnsentBytesAndServesWhatItHoldsOnceTheyAreTaken() throws Exception {
        var pair = echo();
        String ten = "123456789"; // 10 bytes with its line feed

        assertThat(pair.receive(Text.bytes((ten + "\n").repeat(3)))).isEqualTo(Step.READ);
        assertThat(pair.unsentBytes()).isEqualTo(MAX_UNSENT_BYTES);
        assertThat(pair.receive(Text.bytes((ten + "\n").repeat(5)))).isEqualTo(Step.PAUSED);
        assertThat(pair.unsentBytes()).as("at most one message above the mark").isEqualTo(MAX_UNSENT_BYTES + 10);

        List<String> replies = new ArrayList<>(pair.takeReplies());
        while (pair.resume() == Step.PAUSED) {
            assertThat(pair.unsentBytes()).isLessThanOrEqualTo(MAX_UNSENT_BYTES + 10);
            replies.addAll(pair.takeReplies());
        }
        replies.addAll(pair.takeReplies());

        assertThat(replies).hasSize(8).containsOnly(ten);
        assertThat(pair.steps()).endsWith(Step.READ);
    }

    @Test
    void staysPausedWhileTooMuchIsUnsent() {
        var pair = echo();
        pair.receive(Text.bytes("12345678901234567890123456789012345\n".repeat(2)));

        assertThat(pair.resume()).isEqualTo(Step.PAUSED);
        pair.takeBytes(5);
        assertThat(pair.resume()).isEqualTo(Step.PAUSED);
        assertThat(pair.session().messages()).isEqualTo(1);
    }

    @Test
    void pausesAtMaxPipelinedAndGoesOnWithEachReply() throws Exception {
        var pair = SessionPair.stream(Text.LINES, held, Text.LIMITS.withMaxUnsent(1000, MAX_PIPELINED));

        assertThat(pair.receive(Text.bytes("a\nb\n"))).isEqualTo(Step.READ);
        assertThat(pair.receive(Text.bytes("c\nd\ne\n"))).isEqualTo(Step.PAUSED);
        assertThat(held.requests).containsExactly("a", "b", "c");

        held.answer(0);
        assertThat(pair.resume()).isEqualTo(Step.PAUSED);
        assertThat(held.requests).containsExactly("a", "b", "c", "d");
        held.answer(1);
        assertThat(pair.resume()).isEqualTo(Step.PAUSED);
        held.answer(2);
        assertThat(pair.resume()).isEqualTo(Step.READ);
        held.answer(3);
        held.answer(4);
        pair.resume();

        assertThat(pair.takeReplies()).containsExactly("A", "B", "C", "D", "E");
    }

    @Test
    void pausesWhileTheRequestsItOwesHaveTooManyBytesAndGoesOnWithEachReply() throws Exception {
        var pair = SessionPair.stream(Text.LINES, held, Text.LIMITS.withMaxUnsent(MAX_UNSENT_BYTES, 100));
        String ten = "1234567890";

        assertThat(pair.receive(Text.bytes((ten + "\n").repeat(3)))).isEqualTo(Step.READ);
        assertThat(pair.receive(Text.bytes((ten + "\n").repeat(3)))).isEqualTo(Step.PAUSED);
        assertThat(held.requests).as("at most one above the mark").hasSize(4);

        held.answer(1);
        assertThat(pair.resume()).as("the reply waits behind another").isEqualTo(Step.PAUSED);
        held.answer(0);
        assertThat(pair.resume()).isEqualTo(Step.PAUSED);
        assertThat(held.requests).hasSize(6);
        assertThat(pair.takeReplies()).hasSize(2);
        held.answer(2);
        assertThat(pair.resume()).isEqualTo(Step.READ);
        for (int i = 3; i < 6; i++) {
            held.answer(i);
        }
        pair.resume();
        assertThat(pair.takeReplies()).hasSize(4).containsOnly(ten);
        assertThat(pair.session().settled()).isTrue();
    }

    @Test
    void oneRequestIsAlwaysServedHoweverLong() {
        var pair = SessionPair.stream(Text.LINES, held, Text.LIMITS.withMaxUnsent(MAX_UNSENT_BYTES, 100));
        String longer = "1".repeat(MAX_UNSENT_BYTES + 1);

        assertThat(pair.receive(Text.bytes((longer + "\n").repeat(2)))).isEqualTo(Step.PAUSED);
        assertThat(held.requests).hasSize(1);
        held.answer(0);
        assertThat(pair.resume()).isEqualTo(Step.PAUSED);
        pair.takeBytes();
        pair.resume();
        assertThat(held.requests).hasSize(2);
    }

    @Test
    void endOfInputWhilePausedStillServesWhatCameBefore() throws Exception {
        var pair = echo();
        pair.receive(Text.bytes("1234567890123456789012345678901\nlast\n"));

        assertThat(pair.endOfInput()).isEqualTo(Step.PAUSED);
        List<String> replies = new ArrayList<>(pair.takeReplies());
        assertThat(pair.resume()).isEqualTo(Step.CLOSE);
        replies.addAll(pair.takeReplies());

        assertThat(replies).containsExactly("1234567890123456789012345678901", "last");
    }

    private static SessionPair<String, String> echo() {
        return SessionPair.stream(
                Text.LINES,
                (request, reply) -> reply.send(request),
                Text.LIMITS.withMaxUnsent(MAX_UNSENT_BYTES, MAX_PIPELINED));
    }
}
