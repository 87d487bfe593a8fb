package dev.parley.testkit;

import dev.parley.core.Framing;
import dev.parley.core.TooLong;
import dev.parley.core.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The contract on TCP for framings that carry many messages on one stream: the length prefixes and lines. */
final class DelimitedCases {
    private static final int LONGEST = ContractCase.LONGEST_BYTES;

    private final Framing framing;
    private final List<ContractCase> cases = new ArrayList<>();

    private DelimitedCases(Framing framing) {
        this.framing = framing;
    }

    static List<ContractCase> of(Framing framing) {
        DelimitedCases made = new DelimitedCases(framing);
        made.messages();
        made.limits();
        made.laterReplies();
        made.endings();
        made.failures();
        made.neighbours();
        return made.cases;
    }

    private byte[] in(String... messages) {
        return RawFrames.of(framing, messages);
    }

    private String out(String... messages) {
        return RawFrames.seen(framing, messages);
    }

    private void add(String name, TooLong tooLong, ContractCase.Script script, String expected) {
        cases.add(new ContractCase(name, Transport.TCP, framing, ContractCase.limits(tooLong), script, expected));
    }

    /** The client sends all this, ends its side, and reads to the end. */
    private void exchange(String name, byte[] bytes, String expected) {
        add(name, TooLong.REJECT, server -> talk(server, bytes, bytes.length), expected);
    }

    /** The client sends all this and reads to the end, which the server must bring about. */
    private void endedByServer(String name, TooLong tooLong, byte[] bytes, String expected) {
        add(
                name,
                tooLong,
                server -> {
                    try (RawPeer peer = RawPeer.connect(server)) {
                        peer.send(bytes);
                        return peer.untilEnd();
                    }
                },
                expected);
    }

    private static String talk(SocketAddress server, byte[] bytes, int piece) throws IOException {
        try (RawPeer peer = RawPeer.connect(server)) {
            peer.sendInPieces(bytes, Math.max(1, piece));
            peer.halfClose();
            return peer.untilEnd();
        }
    }

    private void messages() {
        exchange("answers one message", in("hello"), out("olleh") + "<end>");
        exchange("answers an empty message", in(""), out("") + "<end>");
        exchange("answers empty messages between others", in("", "ab", "", ""), out("", "ba", "", "") + "<end>");
        exchange("answers 20 messages of one packet in order", in(numbered(20)), out(reversed(numbered(20))) + "<end>");
        exchange(
                "answers 500 messages of one packet in order",
                in(numbered(500)),
                out(reversed(numbered(500))) + "<end>");
        add(
                "answers messages that come byte by byte",
                TooLong.REJECT,
                server -> talk(server, in("hello", "", "parley"), 1),
                out("olleh", "", "yelrap") + "<end>");
        add(
                "answers pipelined messages cut at every third byte",
                TooLong.REJECT,
                server -> talk(server, in(numbered(60)), 3),
                out(reversed(numbered(60))) + "<end>");
        String bytes = binary();
        exchange(
                "carries every byte value it can",
                in(bytes.substring(0, 90), bytes.substring(90, 180), bytes.substring(180)),
                out(reversed(bytes.substring(0, 90), bytes.substring(90, 180), bytes.substring(180))) + "<end>");
        add(
                "answers each message before the next is sent",
                TooLong.REJECT,
                server -> {
                    try (RawPeer peer = RawPeer.connect(server)) {
                        StringBuilder seen = new StringBuilder();
                        for (String message : numbered(10)) {
                            peer.send(in(message));
                            seen.append(RawPeer.text(peer.read(in(message).length)));
                        }
                        peer.halfClose();
                        return seen + peer.untilEnd();
                    }
                },
                out(reversed(numbered(10))) + "<end>");
    }

    private void limits() {
        String longest = "x".repeat(LONGEST - 1) + "y";
        String tooLong = longest + "z";
        exchange("answers a message at the limit", in(longest, "ab"), out(reversed(longest, "ab")) + "<end>");
        endedByServer(
                "refuses a message above the limit and closes in order",
                TooLong.REJECT,
                in("ab", tooLong, "never served"),
                out("ba", "refused: TooLarge") + "<end>");
        add(
                "truncates a message above the limit when configured to",
                TooLong.TRUNCATE,
                server -> talk(server, in(tooLong, "ab"), Integer.MAX_VALUE),
                out(reversed(longest, "ab")) + "<end>");
        add(
                "keeps the beginning of a long message that comes byte by byte",
                TooLong.TRUNCATE,
                server -> talk(server, in(tooLong + longest, "ab"), 1),
                out(reversed(longest, "ab")) + "<end>");
        if (!framing.name().equals("line")) {
            byte[] announced = RawFrames.prefix(framing, 0xFFFF_FFFFL);
            endedByServer(
                    "refuses the largest length that can be announced, from its prefix alone",
                    TooLong.REJECT,
                    announced,
                    out("refused: TooLarge") + "<end>");
        }
    }

    private void laterReplies() {
        exchange("waits for a reply from another thread", in("later"), out("retal") + "<end>");
        exchange(
                "keeps the order when a later request is answered first",
                in("later", "ab", "later", "cd"),
                out("retal", "ba", "retal", "dc") + "<end>");
        exchange(
                "keeps the order of replies given in reverse",
                in("hold", "hold", "hold", "let go"),
                out("held 0", "held 1", "held 2", "og tel") + "<end>");
        add(
                "sends replies given late to a client that is silent meanwhile",
                TooLong.REJECT,
                server -> {
                    try (RawPeer peer = RawPeer.connect(server)) {
                        peer.send(in("hold", "let go"));
                        byte[] replies = peer.read(in("held 0", "og tel").length);
                        peer.halfClose();
                        return RawPeer.text(replies) + peer.untilEnd();
                    }
                },
                out("held 0", "og tel") + "<end>");
        endedByServer(
                "hangs up from another thread", TooLong.REJECT, in("ab", "later hang up", "cd"), out("ba") + "<end>");
        exchange("leaves unanswered what is given up later", in("later none", "ab"), out("ba") + "<end>");
    }

    private void endings() {
        exchange("closes in order when nothing was sent", new byte[0], "<end>");
        exchange("leaves unanswered what the service does not answer", in("none", "ab", "none"), out("ba") + "<end>");
        byte[] cut = Arrays.copyOf(in("ab", "cut off"), in("ab", "cut").length);
        String afterCut = framing.name().equals("line") ? out("ba", " tuc") : out("ba", "refused: UnexpectedEnd");
        exchange("notices an end in the middle of a message", cut, afterCut + "<end>");
        endedByServer(
                "hangs up after the replies before", TooLong.REJECT, in("ab", "hang up", "cd"), out("ba") + "<end>");
        endedByServer(
                "refuses what is not a request and closes in order",
                TooLong.REJECT,
                in("ab", "bad", "cd"),
                out("ba", "refused: Malformed") + "<end>");
    }

    private void failures() {
        for (String failure : List.of("throw", "assert", "overflow", "answer and throw")) {
            endedByServer(
                    "ends the conversation of a service that fails: " + failure,
                    TooLong.REJECT,
                    in("ab", failure, "cd"),
                    out("ba") + "<end>");
        }
        endedByServer(
                "ends the conversation of a service that answers twice",
                TooLong.REJECT,
                in("ab", "answer twice"),
                out("ba") + "<end>");
        if (!framing.name().equals("len32")) {
            endedByServer(
                    "ends the conversation when a reply does not fit its framing",
                    TooLong.REJECT,
                    in("ab", "unframeable", "cd"),
                    out("ba") + "<end>");
        }
    }

    private void neighbours() {
        add(
                "serves five clients that come at once",
                TooLong.REJECT,
                server -> {
                    List<RawPeer> peers = new ArrayList<>();
                    StringBuilder seen = new StringBuilder();
                    for (int i = 0; i < 5; i++) {
                        RawPeer peer = RawPeer.connect(server);
                        peers.add(peer);
                        peer.send(in("client " + i, "later"));
                        peer.halfClose();
                    }
                    for (RawPeer peer : peers) {
                        seen.append(peer.untilEnd());
                        peer.close();
                    }
                    return seen.toString();
                },
                five());
        afterReset("serves on after a reset in the middle of a message", Arrays.copyOf(in("ab"), 2));
        afterReset("serves on after a reset with replies unread", in("ab", "cd"));
        afterReset("serves on after a client that connected and reset", new byte[0]);
    }

    private String five() {
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            expected.append(out(i + " tneilc", "retal")).append("<end>");
        }
        return expected.toString();
    }

    private void afterReset(String name, byte[] before) {
        add(
                name,
                TooLong.REJECT,
                server -> {
                    try (RawPeer peer = RawPeer.connect(server)) {
                        peer.send(before);
                        peer.reset();
                    }
                    return talk(server, in("next"), Integer.MAX_VALUE);
                },
                out("txen") + "<end>");
    }

    /** All byte values; for lines without those that end one. */
    private String binary() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 256; c++) {
            if (!framing.name().equals("line") || (c != '\n' && c != '\r')) {
                all.append(c);
            }
        }
        return all.toString();
    }

    private static String[] numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> "message " + i).toArray(String[]::new);
    }

    private static String[] reversed(String... messages) {
        return Arrays.stream(messages)
                .map(m -> new StringBuilder(m).reverse().toString())
                .toArray(String[]::new);
    }
}
