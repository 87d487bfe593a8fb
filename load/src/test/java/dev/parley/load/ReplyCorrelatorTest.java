package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import dev.parley.core.SequenceField;
import dev.parley.result.Counter;
import dev.parley.result.Outcome;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which request a reply belongs to, without sockets and clocks. */
class ReplyCorrelatorTest {
    private static final int SIZE = 16;
    private static final int NUMBER_AT = 2;
    private static final SequenceField NUMBERING = new SequenceField(request -> request, NUMBER_AT, NUMBER_AT);

    private RequestPool pool;
    private LoopRecorder recorder;
    private ClientRequests requests;
    private ReplyCorrelator correlator;

    @BeforeEach
    void fourInFlightAtMost() {
        begin(spec(4));
    }

    private static LoadSpec spec(int depth) {
        Protocol<byte[], byte[]> read = Protocol.of("echo", Framings.READ, Codecs.BYTES, Codecs.BYTES);
        return LoadSpec.of(Endpoint.parse("echo+udp://127.0.0.1:7"), read)
                .withClients(1, depth, 1)
                .withMessages(new Sizes(SIZE, SIZE), List.of())
                .expecting(Duration.ofSeconds(1), request -> request)
                .lasting(Duration.ZERO, Duration.ofHours(1));
    }

    private static RequestPool pool(LoadSpec spec) {
        return new RequestPool(spec);
    }

    private void begin(LoadSpec spec) {
        pool = pool(spec);
        recorder = new LoopRecorder(true, Duration.ZERO, SampleSink.NONE);
        requests = new ClientRequests(0, 1, spec.depth(), pool.size(), RunPhase.measured(spec), recorder);
        correlator = new ReplyCorrelator(pool, requests);
    }

    private int send() {
        int slot = requests.take(0);
        assertThat(slot).isNotNegative();
        return slot;
    }

    /** An echo server's reply to the request in this slot. */
    private ByteBuffer echo(int slot) {
        ByteBuffer reply = ByteBuffer.allocate(SIZE);
        pool.put(requests.message(slot), requests.number(slot), reply);
        return reply.flip();
    }

    private void end(int slot, Outcome outcome) {
        correlator.remember(slot, outcome);
        requests.finish(slot, 1, outcome);
    }

    private long count(Counter counter) {
        return recorder.counts().get(counter);
    }

    @Test
    void replyBelongsToTheRequestItAnswersWhateverTheOrder() {
        int first = send();
        int second = send();
        int third = send();
        assertThat(correlator.owner(echo(third))).isEqualTo(third);
        assertThat(correlator.owner(echo(first))).isEqualTo(first);
        assertThat(correlator.owner(echo(second))).isEqualTo(second);
    }

    @Test
    void whatAnswersNothingIsTheWrongReplyToTheOldest() {
        int first = send();
        send();
        assertThat(correlator.owner(ByteBuffer.allocate(SIZE))).isEqualTo(first);
        assertThat(count(Counter.UNEXPECTED)).isZero();
    }

    @Test
    void whatAnswersNothingIsUnexpectedWhenNothingIsAwaited() {
        assertThat(correlator.owner(ByteBuffer.allocate(SIZE))).isNegative();
        assertThat(count(Counter.UNEXPECTED)).isEqualTo(1);
    }

    @Test
    void secondReplyIsADuplicateAndOneAfterTheTimeoutIsLate() {
        int answered = send();
        ByteBuffer duplicate = echo(answered);
        end(answered, Outcome.REPLY);
        int lost = send();
        ByteBuffer late = echo(lost);
        end(lost, Outcome.LOST);
        send();
        assertThat(correlator.owner(duplicate)).isNegative();
        assertThat(count(Counter.DUPLICATE)).isEqualTo(1);
        assertThat(correlator.owner(late)).isNegative();
        assertThat(count(Counter.LATE)).isEqualTo(1);
    }

    @Test
    void whatComesOfTheWarmUpCountsNowhere() {
        begin(spec(4).lasting(Duration.ofSeconds(1), Duration.ofHours(1)));
        int slot = send();
        ByteBuffer late = echo(slot);
        end(slot, Outcome.LOST);
        requests.begin(RunPhase.measured(spec(4)));
        recorder.beginMeasured(Long.MAX_VALUE);
        assertThat(correlator.owner(late)).isNegative();
        assertThat(count(Counter.LATE) + count(Counter.UNEXPECTED)).isZero();
    }

    /** The first request never gets a reply, and stays; its message must not be sent again meanwhile. */
    @Test
    void noMessageIsInFlightTwice() {
        int stays = send();
        for (int i = 0; i < 3 * pool.size(); i++) {
            int slot = send();
            assertThat(requests.message(slot)).isNotEqualTo(requests.message(stays));
            assertThat(correlator.owner(echo(slot))).isEqualTo(slot);
            end(slot, Outcome.REPLY);
        }
        assertThat(correlator.owner(echo(stays))).isEqualTo(stays);
    }

    @Test
    void numberIdentifiesTheRequestWhereAllElseIsEqual() {
        byte[] only = new byte[SIZE];
        begin(spec(4).withMessages(new Sizes(SIZE, SIZE), List.of(only)).numbered(NUMBERING));
        int first = send();
        int second = send();
        assertThat(requests.number(first)).isEqualTo(1);
        assertThat(requests.number(second)).isEqualTo(2);
        ByteBuffer reply = echo(second);
        assertThat(reply.getLong(NUMBER_AT)).isEqualTo(2);
        assertThat(correlator.owner(reply)).isEqualTo(second);
        assertThat(pool.answers(requests.message(second), 2, reply)).isTrue();
        assertThat(pool.answers(requests.message(second), 1, reply)).isFalse();
        end(second, Outcome.REPLY);
        assertThat(correlator.owner(reply)).isNegative();
        assertThat(count(Counter.DUPLICATE)).isEqualTo(1);
        assertThat(correlator.owner(reply.putLong(NUMBER_AT, 3)))
                .as("never sent: a wrong reply to the oldest")
                .isEqualTo(first);
    }

    @Test
    void wrongReplyWithANumberBelongsToThatRequest() {
        begin(spec(4).numbered(NUMBERING));
        send();
        int second = send();
        for (int at : new int[] {0, SIZE - 1}) { // before the number, and after it
            ByteBuffer reply = echo(second);
            reply.put(at, (byte) '!');
            assertThat(correlator.owner(reply)).isEqualTo(second);
            assertThat(pool.answers(requests.message(second), 2, reply)).isFalse();
            assertThat(reply.remaining()).as("not moved").isEqualTo(SIZE);
        }
        ByteBuffer shorter = echo(second).limit(SIZE - 1);
        assertThat(pool.answers(requests.message(second), 2, shorter)).isFalse();
        ByteBuffer tiny = ByteBuffer.allocate(NUMBER_AT + 7);
        assertThat(pool.answers(requests.message(second), 2, tiny)).isFalse();
    }

    @Test
    void numbersAreRememberedForAThousandRequestsAndLaterTheirRepliesAreLate() {
        begin(spec(1).numbered(NUMBERING));
        int first = send();
        ByteBuffer reply = echo(first);
        end(first, Outcome.REPLY);
        for (int i = 0; i < 1_024; i++) {
            assertThat(correlator.owner(reply)).isNegative();
            assertThat(count(Counter.DUPLICATE)).isEqualTo(i + 1);
            end(send(), Outcome.REPLY);
        }
        assertThat(correlator.owner(reply)).isNegative();
        assertThat(count(Counter.DUPLICATE)).isEqualTo(1_024);
        assertThat(count(Counter.LATE)).isEqualTo(1);
    }

    @Test
    void depthIsRefusedWhereRepliesDoNotTellWhichRequestTheyAnswer() {
        byte[] pong = {1};
        for (LoadSpec vague : List.of(
                spec(2).expecting(Duration.ofSeconds(1), request -> pong),
                spec(2).expecting(Duration.ofSeconds(1), null))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pool(vague))
                    .withMessageContaining("those of echo do not identify their request")
                    .withMessageContaining("use more clients");
        }
    }

    @Test
    void depthIsAtMostHalfOfTheDifferentMessages() {
        assertThat(pool(spec(128)).size()).isEqualTo(256);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool(spec(129)))
                .withMessageContaining("depth is at most 128 here");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool(spec(14).withMessages(new Sizes(1, 1), List.of())))
                .as("26 letters")
                .withMessageContaining("depth is at most 13 here");
        assertThat(pool(spec(1_000).numbered(NUMBERING)).numbered()).isTrue();
    }

    @Test
    void madeUpMessagesAreAllDifferentAsFarAsTheirSizeAllows() {
        assertThat(pool(spec(1).withMessages(new Sizes(2, 2), List.of())).size())
                .isEqualTo(256);
        assertThat(pool(spec(1).withMessages(new Sizes(1, 1), List.of())).size())
                .isEqualTo(26);
        assertThat(pool(spec(1).withMessages(new Sizes(0, 0), List.of())).size())
                .isEqualTo(1);
    }

    @Test
    void messageLongerThanADatagramIsRefused() {
        assertThat(pool(spec(1).withMessages(new Sizes(65_507, 65_507), List.of()))
                        .largestBytes())
                .isEqualTo(65_507);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool(spec(1).withMessages(new Sizes(65_508, 65_508), List.of())))
                .withMessageContaining("65508 bytes does not fit in a datagram, which holds 65507");
    }
}
