package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Framing;
import dev.parley.core.Framings;
import dev.parley.core.Session.Step;
import dev.parley.core.TooLong;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A datagram is one message or nothing; a bad one harms no other. */
class DatagramSessionTest {
    private static final int LIMIT_BYTES = 8;

    private final HeldReplies held = new HeldReplies();

    @Test
    void answersEachDatagramWithOne() {
        var pair = echo(Framings.LEN8, TooLong.REJECT);

        pair.send("one");
        pair.send("two");
        pair.send("");

        assertThat(Text.texts(pair.takeMessages())).containsExactly("\3one", "\3two", "\0");
        assertThat(pair.session().messages()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "len8;  two frames;              01 61 01 62",
                "len8;  half a frame;            03 61 62",
                "len8;  bytes behind the frame;  01 61 62",
                "len8;  nothing;                 ''",
                "len16; half a prefix;           00",
                "len16; nothing;                 ''",
                "len32; a length without bytes;  00 00 00 01",
                "len32; nothing;                 ''",
                "len32; a negative length;       FF FF FF FF 61",
                "line;  two lines;               61 0A 62 0A",
                "line;  nothing;                 ''",
                "len8;  too long;                09 61 61 61 61 61 61 61 61 61",
                "line;  too long;                61 61 61 61 61 61 61 61 61 0A",
                "end;   too long;                61 61 61 61 61 61 61 61 61",
                "read;  too long;                61 61 61 61 61 61 61 61 61",
            })
    void dropsWhatIsNotExactlyOneMessage(String framing, String what, String hex) {
        var pair = echo(Framings.named(framing).orElseThrow(), TooLong.REJECT);

        assertThat(pair.receive(Hex.bytes(hex))).isEqualTo(Step.READ);

        assertThat(pair.takeMessages()).as(what).isEmpty();
        assertThat(pair.session().messages()).isZero();
        pair.send("good");
        assertThat(pair.takeMessages()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"read", "end"})
    void takesAnEmptyDatagramAsAnEmptyMessageWhereNothingIsAroundMessages(String framing) {
        var pair = SessionPair.datagrams(Text.on(Framings.named(framing).orElseThrow()), held, Text.LIMITS);

        pair.receive();

        assertThat(held.requests).containsExactly("");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "len8;  09 61 61 61 61 61 61 61 61 62; aaaaaaaa",
                "len16; 00 09 61 61 61 61 61 61 61 61 62; aaaaaaaa",
                "line;  61 61 61 61 61 61 61 61 62 62 0A; aaaaaaaa",
                "line;  61 61 61 61 61 61 61 61 62 62; aaaaaaaa",
                "end;   61 61 61 61 61 61 61 61 62 62; aaaaaaaa",
            })
    void keepsTheFirstBytesOfATooLongMessageWhenConfiguredTo(String framing, String hex, String kept) {
        var pair = SessionPair.datagrams(
                Text.on(Framings.named(framing).orElseThrow()),
                held,
                Text.LIMITS.withMaxMessage(LIMIT_BYTES, TooLong.TRUNCATE));

        pair.receive(Hex.bytes(hex));

        assertThat(held.requests).containsExactly(kept);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "len8; the rest is missing;    0A 61 61 61 61 61 61 61 61 62",
                "len8; more behind the rest;   09 61 61 61 61 61 61 61 61 62 63",
                "len8; a frame behind it;      09 61 61 61 61 61 61 61 61 62 01 63",
                "line; a line behind it;       61 61 61 61 61 61 61 61 62 62 0A 63",
            })
    void dropsATooLongMessageThatIsNotAlone(String framing, String what, String hex) {
        var pair = SessionPair.datagrams(
                Text.on(Framings.named(framing).orElseThrow()),
                held,
                Text.LIMITS.withMaxMessage(LIMIT_BYTES, TooLong.TRUNCATE));

        pair.receive(Hex.bytes(hex));

        assertThat(held.requests).as(what).isEmpty();
    }

    @Test
    void startsAnewAfterAServiceThatThrew() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        var pair = SessionPair.<String, String>datagrams(
                Text.LINES,
                peer -> {
                    int number = opened.incrementAndGet();
                    return (request, reply) -> {
                        if (request.equals("throw")) {
                            throw new IllegalStateException("on purpose");
                        }
                        reply.send(request + " from " + number);
                    };
                },
                Text.LIMITS,
                MemoryPeer.FIRST);

        pair.send("a");
        pair.send("throw");
        pair.send("b");

        assertThat(pair.takeReplies()).containsExactly("a from 1", "b from 2");
        assertThat(pair.steps()).containsOnly(Step.READ);
    }

    @Test
    void dropsRequestsAboveMaxPipelined() throws Exception {
        var pair = SessionPair.datagrams(Text.LINES, held, Text.LIMITS.withMaxUnsent(1000, 2));
        List.of("a", "b", "c").forEach(pair::send);
        assertThat(held.requests).containsExactly("a", "b");

        held.answer(1);
        held.answer(0);
        pair.resume();
        pair.send("d");

        assertThat(pair.takeReplies()).containsExactly("A", "B");
        assertThat(held.requests).containsExactly("a", "b", "d");
    }

    private static SessionPair<String, String> echo(Framing framing, TooLong tooLong) {
        return SessionPair.datagrams(
                Text.on(framing),
                (request, reply) -> reply.send(request),
                Text.LIMITS.withMaxMessage(LIMIT_BYTES, tooLong));
    }
}
