package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.Framings;
import dev.parley.core.Reply;
import dev.parley.core.Service;
import dev.parley.core.Session.Step;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults of the peer, of the service, and what they leave unharmed. */
class SessionFaultTest {
    private final HeldReplies held = new HeldReplies();

    static Stream<Throwable> whatServicesThrow() {
        return Stream.of(new IllegalStateException("broken"), new StackOverflowError(), new AssertionError("broken"));
    }

    @ParameterizedTest
    @MethodSource("whatServicesThrow")
    void endsOnlyTheConversationWhoseServiceThrows(Throwable failure) throws Exception {
        Service<String, String> service = (request, reply) -> {
            if (request.equals("throw")) {
                sneak(failure);
            }
            reply.send(request);
        };
        var hurt = SessionPair.stream(Text.LINES, service, Text.LIMITS);
        var other = SessionPair.stream(Text.LINES, service, Text.LIMITS);

        assertThat(hurt.receive(Text.bytes("before\nthrow\nafter\n"))).isEqualTo(Step.CLOSE);
        assertThat(other.receive(Text.bytes("fine\n"))).isEqualTo(Step.READ);

        assertThat(hurt.takeReplies()).containsExactly("before");
        assertThat(hurt.receive(Text.bytes("ignored\n"))).isEqualTo(Step.CLOSE);
        assertThat(hurt.takeReplies()).isEmpty();
        assertThat(other.takeReplies()).containsExactly("fine");
    }

    @Test
    void sendsEarlierDeferredRepliesBeforeItEndsForAServiceThatThrows() throws Exception {
        var pair = SessionPair.<String, String>stream(
                Text.LINES,
                (request, reply) -> {
                    if (request.equals("throw")) {
                        throw new IllegalStateException("on purpose");
                    }
                    held.serve(request, reply);
                },
                Text.LIMITS);

        assertThat(pair.receive(Text.bytes("later\nthrow\n"))).isEqualTo(Step.READ);
        held.answer(0);

        assertThat(pair.resume()).isEqualTo(Step.CLOSE);
        assertThat(pair.takeReplies()).containsExactly("LATER");
    }

    @Test
    void refusesATooLargeMessageThenCloses() throws Exception {
        var pair = SessionPair.stream(Text.LINES, held, Text.LIMITS);

        assertThat(pair.receive(Text.bytes("x".repeat(102)))).isEqualTo(Step.CLOSE);

        assertThat(pair.takeReplies()).containsExactly("refused: too large");
        assertThat(held.requests).isEmpty();
    }

    @Test
    void refusesBehindTheRepliesOfEarlierRequests() throws Exception {
        var pair = SessionPair.stream(Text.LINES, held, Text.LIMITS);

        assertThat(pair.receive(Text.bytes("early\n" + "x".repeat(200) + "\nlate\n")))
                .isEqualTo(Step.PAUSED);
        assertThat(pair.takeReplies()).isEmpty();
        held.answer(0);

        assertThat(pair.resume()).isEqualTo(Step.CLOSE);
        assertThat(pair.takeReplies()).containsExactly("EARLY", "refused: too large");
        assertThat(held.requests).containsExactly("early");
    }

    @Test
    void answersAnUnexpectedEndWithTheRefusalAlone() throws Exception {
        var pair = SessionPair.stream(Text.on(Framings.LEN8), held, Text.LIMITS);
        pair.receive(Text.bytes("\5abc"));

        assertThat(pair.endOfInput()).isEqualTo(Step.CLOSE);

        assertThat(pair.takeReplies()).containsExactly("refused: unexpected end");
        assertThat(held.requests).isEmpty();
    }

    @Test
    void throwsOnASecondReplyGivenWhileServing() {
        refusesASecondAnswer(reply -> {
            reply.send("first");
            assertThatThrownBy(() -> reply.send("second")).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(reply::none).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(reply::hangUp).isInstanceOf(IllegalStateException.class);
        });
    }

    @Test
    void throwsOnASecondReplyGivenElsewhereWhileServing() {
        refusesASecondAnswer(reply -> {
            reply.send("first");
            assertThat(Elsewhere.failureOf(() -> reply.send("second"))).isInstanceOf(IllegalStateException.class);
        });
    }

    @Test
    void throwsOnASecondReplyGivenWhileServingAfterOneGivenElsewhere() {
        refusesASecondAnswer(reply -> {
            assertThat(Elsewhere.failureOf(() -> reply.send("first"))).isNull();
            assertThatThrownBy(() -> reply.send("second")).isInstanceOf(IllegalStateException.class);
        });
    }

    @Test
    void throwsOnASecondReplyGivenLater() throws Exception {
        var pair = SessionPair.stream(Text.LINES, held, Text.LIMITS);
        pair.send("a");
        held.answer(0);

        assertThatThrownBy(() -> held.answer(0)).isInstanceOf(IllegalStateException.class);
        pair.resume();
        assertThatThrownBy(() -> held.answer(0)).isInstanceOf(IllegalStateException.class);
        assertThat(pair.takeReplies()).containsExactly("A");
    }

    private interface Answering {
        void accept(Reply<String> reply);
    }

    /** An AssertionError in the service ends the conversation, so a reply that comes and READ mean that all held. */
    private static void refusesASecondAnswer(Answering answering) {
        var pair = SessionPair.<String, String>stream(
                Text.LINES, (request, reply) -> answering.accept(reply), Text.LIMITS);

        assertThat(pair.send("request")).isEqualTo(Step.READ);
        assertThat(Text.text(pair.takeBytes())).isEqualTo("first\n");
    }

    @Test
    void endsTheConversationWhoseReplyTheFramingCannotCarry() throws Exception {
        CountedDelivery delivery = new CountedDelivery();
        var pair = SessionPair.<String, String>stream(
                Text.LINES, (request, reply) -> reply.send("two\nlines", delivery), Text.LIMITS);

        assertThat(pair.send("a")).isEqualTo(Step.CLOSE);

        assertThat(pair.takeReplies()).isEmpty();
        assertThat(delivery.outcome()).isEqualTo("0 delivered, 1 lost");
    }

    @Test
    void hangsUpOnceEarlierRepliesAreOut() throws Exception {
        var pair = SessionPair.stream(Text.LINES, held, Text.LIMITS);
        pair.receive(Text.bytes("a\nb\nc\n"));
        held.replies.get(1).hangUp();
        held.answer(2);

        assertThat(pair.resume()).isEqualTo(Step.READ);
        held.answer(0);

        assertThat(pair.resume()).isEqualTo(Step.CLOSE);
        assertThat(pair.takeReplies()).containsExactly("A");
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }
}
