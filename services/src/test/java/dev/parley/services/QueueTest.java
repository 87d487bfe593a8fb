package dev.parley.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Session.Step;
import dev.parley.core.TooLong;
import dev.parley.core.Transport;
import dev.parley.testkit.Cuts;
import dev.parley.testkit.SessionPair;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueTest {
    private static final String EMPTY = "Error - no messages in queue.";

    private final Talk<QueueRequest, QueueResponse> tcp = Talk.tcp(Queue.TYPE);

    @Test
    void handsOutFirstInFirstOutAndThenReportsThatItIsEmpty() {
        put("first");
        put("second");

        assertThat(List.of(get(), get(), get())).containsExactly("first", "second", EMPTY);
    }

    @Test
    void answersAGetAsSoonAsItsSevenBytesAreThereAndCloses() {
        put("message");
        Cuts.forAll(Talk.bytes("<<GET>>"), pieces -> {
            var pair = tcp.connect();
            for (byte[] piece : pieces.subList(0, pieces.size() - 1)) {
                assertThat(pair.receive(piece)).isEqualTo(Step.READ);
                assertThat(pair.unsentBytes()).isZero();
            }
            assertThat(pair.receive(pieces.getLast())).isEqualTo(Step.CLOSE);
            assertThat(Talk.text(pair.takeBytes())).isEqualTo("message");
            put("message");
        });
    }

    @Test
    void takesAnythingThatBeginsWithGetForAGetHoweverItIsCut() {
        Cuts.forAll(Talk.bytes("<<GET>> and more"), pieces -> {
            var pair = tcp.connect();
            pair.receiveAll(pieces);
            assertThat(pair.endOfInput()).isEqualTo(Step.CLOSE);
            assertThat(Talk.text(pair.takeBytes())).isEqualTo(EMPTY);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"<", "<<GE", "<<GET>", "<<get>>", " <<GET>>", "short", "a\n\0\u00ff<<GET>>"})
    void storesEverythingElseHoweverItIsCut(String message) {
        Cuts.forAll(Talk.bytes(message), pieces -> {
            var pair = tcp.connect();
            assertThat(pair.receiveAll(pieces)).isEqualTo(Step.READ);
            assertThat(pair.endOfInput()).isEqualTo(Step.CLOSE);
            assertThat(pair.takeBytes()).as("a put is not answered").isEmpty();
            assertThat(get()).isEqualTo(message);
        });
        assertThat(get()).isEqualTo(EMPTY);
    }

    @Test
    void storesNoByteAtAllAsAnEmptyMessage() {
        assertThat(tcp.connect().endOfInput()).isEqualTo(Step.CLOSE);

        assertThat(get()).isEmpty();
        assertThat(get()).isEqualTo(EMPTY);
    }

    @Test
    void refusesAnEmptyMessageWhereItIsToIgnoreThem() {
        var ignoring = new Talk<>(Queue.TYPE, ServiceSettings.of(Transport.TCP).ignoringEmpty());
        var pair = ignoring.connect();

        pair.endOfInput();

        assertThat(Talk.text(pair.takeBytes())).isEqualTo("Error - message not stored: it is empty.");
        assertThat(getFrom(ignoring)).isEqualTo(EMPTY);
    }

    @Test
    void storesNothingOfAConnectionThatBreaks() {
        var pair = tcp.connect();
        pair.receive(Talk.bytes("half"));
        pair.breakOff();

        assertThat(get()).isEqualTo(EMPTY);
    }

    @Test
    void keepsExactlyTheFirst3000Bytes() {
        String message = "x".repeat(2_999) + "yz" + "w".repeat(1_000);
        Cuts.forAll(Talk.bytes(message), pieces -> {
            var pair = tcp.connect();
            pair.receiveAll(pieces);
            pair.endOfInput();
            assertThat(Talk.text(pair.takeBytes()))
                    .isEqualTo("Error - message too long: only its first 3000 bytes were stored;"
                            + " the server's --max-message sets the limit.");
            assertThat(get()).isEqualTo(message.substring(0, 3_000));
        });
        put("x".repeat(3_000));
        assertThat(get()).hasSize(3_000);
    }

    @Test
    void refusesALongerMessageWhenConfiguredTo() {
        var pair = tcp.connect(Queue.TYPE.serving().limits().withMaxMessage(10, TooLong.REJECT));

        assertThat(pair.receive(Talk.bytes("eleven byte"))).isEqualTo(Step.CLOSE);

        assertThat(Talk.text(pair.takeBytes()))
                .isEqualTo("Error - message not stored: message of 11 bytes or more; the limit is 10 bytes.");
        assertThat(get()).isEqualTo(EMPTY);
    }

    @Test
    void refusesAPutWhenFullWithTheReason() {
        var full = new Talk<>(Queue.TYPE, ServiceSettings.of(Transport.TCP).withQueue(1, 1000));
        full.connect().send(new QueueRequest.Put(Talk.bytes("kept"), false));
        var pair = full.connect();

        assertThat(pair.send(new QueueRequest.Put(Talk.bytes("refused"), false)))
                .isEqualTo(Step.CLOSE);

        assertThat(Talk.text(pair.takeBytes())).isEqualTo("Error - message not stored: the queue is full: 1 messages.");
        assertThat(getFrom(full)).isEqualTo("kept");
        assertThat(getFrom(full)).isEqualTo(EMPTY);
    }

    @Test
    void putsAMessageBackInFrontWhenItsReplyBrokeOff() {
        put("first");
        put("second");
        put("third");
        var broken = tcp.connect();
        broken.receive(Talk.bytes("<<GET>>"));
        broken.takeBytes(3);
        var alsoBroken = tcp.connect();
        alsoBroken.receive(Talk.bytes("<<GET>>"));

        alsoBroken.breakOff();
        broken.breakOff();

        assertThat(List.of(get(), get(), get(), get())).containsExactly("first", "second", "third", EMPTY);
    }

    @Test
    void handsAMessageToOneClientOnly() {
        put("only");
        var slow = tcp.connect();
        slow.receive(Talk.bytes("<<GET>>"));

        assertThat(get()).isEqualTo(EMPTY);
        assertThat(Talk.text(slow.takeBytes())).isEqualTo("only");
    }

    @Test
    void readsItsOwnRepliesOnTheClientSide() throws Exception {
        put("message");
        assertThat(repliesOf(tcp.connect())).singleElement().hasToString("Message[7 bytes, b'message']");
        assertThat(repliesOf(tcp.connect())).containsExactly(new QueueResponse.Empty());
    }

    private static List<QueueResponse> repliesOf(SessionPair<QueueRequest, QueueResponse> pair) throws Exception {
        pair.receive(pair.bytesOf(new QueueRequest.Get()));
        return pair.takeReplies();
    }

    private void put(String message) {
        var pair = tcp.connect();
        assertThat(pair.send(new QueueRequest.Put(Talk.bytes(message), false))).isEqualTo(Step.CLOSE);
        assertThat(pair.takeBytes()).isEmpty();
    }

    private String get() {
        return getFrom(tcp);
    }

    private static String getFrom(Talk<QueueRequest, QueueResponse> server) {
        var pair = server.connect();
        assertThat(pair.receive(Talk.bytes("<<GET>>"))).isEqualTo(Step.CLOSE);
        return Talk.text(pair.takeBytes());
    }
}
