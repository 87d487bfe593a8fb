package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Framings;
import dev.parley.core.Session.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Promise I4: pipelined and interleaved requests keep their order. */
class SessionOrderTest {
    private final HeldReplies held = new HeldReplies();

    @Test
    void answersTwoRequestsOfOnePacketInOrder() throws Exception {
        var pair = upperCase();

        assertThat(pair.receive(Text.bytes("one\ntwo\n"))).isEqualTo(Step.READ);

        assertThat(pair.takeReplies()).containsExactly("ONE", "TWO");
        assertThat(pair.session().messages()).isEqualTo(2);
    }

    @Test
    void answersOneRequestOfTwentyPacketsOnce() throws Exception {
        var pair = upperCase();
        byte[] request = Text.bytes("nineteen characters\n");
        assertThat(request).hasSize(20);

        for (int i = 0; i < 19; i++) {
            pair.receive(request[i]);
            assertThat(pair.session().midMessage()).isTrue();
            assertThat(pair.takeReplies()).isEmpty();
        }
        pair.receive(request[19]);

        assertThat(pair.session().midMessage()).isFalse();
        assertThat(pair.takeReplies()).containsExactly("NINETEEN CHARACTERS");
    }

    @Test
    void answersRequestsThatStartAndEndAmidPackets() throws Exception {
        var pair = upperCase();

        pair.receive(Text.bytes("on"));
        pair.receive(Text.bytes("e\ntwo\nth"));
        pair.receive(Text.bytes("ree\nfour"));

        assertThat(pair.takeReplies()).containsExactly("ONE", "TWO", "THREE");
        assertThat(pair.session().midMessage()).isTrue();
    }

    @Test
    void sendsRepliesInRequestOrderWhenTheyAreGivenInReverseOnOtherThreads() throws Exception {
        var pair = SessionPair.stream(Text.LINES, held, Text.LIMITS);
        int count = 20;
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pair.send("request " + i);
            expected.add("REQUEST " + i);
        }

        for (int i = count - 1; i > 0; i--) {
            held.answerElsewhere(i);
            pair.resume();
            assertThat(pair.takeReplies()).isEmpty();
        }
        held.answerElsewhere(0);
        assertThat(pair.wakeups()).isPositive();
        pair.resume();

        assertThat(pair.takeReplies()).isEqualTo(expected);
        assertThat(pair.session().settled()).isTrue();
    }

    @Test
    void holdsAnImmediateReplyBehindADeferredOne() throws Exception {
        var pair = SessionPair.<String, String>stream(
                Text.LINES,
                (request, reply) -> {
                    if (request.equals("later")) {
                        held.serve(request, reply);
                    } else {
                        reply.send(request);
                    }
                },
                Text.LIMITS);

        pair.receive(Text.bytes("later\nnow\n"));
        assertThat(pair.takeReplies()).isEmpty();
        held.answer(0);
        pair.resume();

        assertThat(pair.takeReplies()).containsExactly("LATER", "now");
    }

    @Test
    void keepsOrderWhenRepliesAreGivenInAnyOrder() throws Exception {
        Random random = new Random(Cuts.DEFAULT_SEED);
        for (int round = 0; round < 200; round++) {
            HeldReplies service = new HeldReplies();
            var pair = SessionPair.stream(Text.LINES, service, Text.LIMITS);
            List<String> expected = new ArrayList<>();
            List<String> received = new ArrayList<>();
            List<Integer> open = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                pair.send("r" + i);
                expected.add("R" + i);
                open.add(i);
                while (!open.isEmpty() && random.nextBoolean()) {
                    Collections.shuffle(open, random);
                    service.answer(open.removeLast());
                    pair.resume();
                    received.addAll(pair.takeReplies());
                }
            }
            open.forEach(service::answer);
            pair.resume();
            received.addAll(pair.takeReplies());

            assertThat(received).as("round %d", round).isEqualTo(expected);
        }
    }

    @Test
    void sendsNoReplyWhereTheServiceGivesNoneAndGoesOn() throws Exception {
        var pair = SessionPair.<String, String>stream(
                Text.on(Framings.LEN8),
                (request, reply) -> {
                    if (request.isEmpty()) {
                        reply.none();
                    } else {
                        reply.send(request);
                    }
                },
                Text.LIMITS);

        pair.send("a");
        pair.send("");
        pair.send("b");

        assertThat(pair.takeReplies()).containsExactly("a", "b");
    }

    private static SessionPair<String, String> upperCase() {
        return SessionPair.stream(
                Text.LINES, (request, reply) -> reply.send(request.toUpperCase(Locale.ROOT)), Text.LIMITS);
    }
}
