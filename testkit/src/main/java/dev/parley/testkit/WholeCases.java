package dev.parley.testkit;

import dev.parley.core.Framing;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.TooLong;
import dev.parley.core.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The contract on TCP for the framings without a mark: the whole stream, and what one read returned. */
final class WholeCases {
    private static final int LONGEST = ContractCase.LONGEST_BYTES;

    private final List<ContractCase> cases = new ArrayList<>();

    private WholeCases() {}

    static List<ContractCase> all() {
        WholeCases made = new WholeCases();
        made.untilEnd();
        made.oneRead();
        for (Framing framing : List.of(Framings.END, Framings.READ)) {
            made.alike(framing);
        }
        return made.cases;
    }

    private void add(Framing framing, String name, Limits limits, ContractCase.Script script, String expected) {
        cases.add(new ContractCase(name, Transport.TCP, framing, limits, script, expected));
    }

    private void exchange(Framing framing, String name, String message, String expected) {
        add(framing, name, ContractCase.limits(TooLong.REJECT), server -> talk(server, message, 1 << 20), expected);
    }

    private static String talk(SocketAddress server, String message, int piece) throws IOException {
        try (RawPeer peer = RawPeer.connect(server)) {
            peer.sendInPieces(RawPeer.bytes(message), piece);
            peer.halfClose();
            return peer.untilEnd();
        }
    }

    private static String withoutHalfClose(SocketAddress server, String message) throws IOException {
        try (RawPeer peer = RawPeer.connect(server)) {
            peer.send(RawPeer.bytes(message));
            return peer.untilEnd();
        }
    }

    /** Both carry a single message that ends with the stream. */
    private void alike(Framing framing) {
        exchange(framing, "answers one message", "hello", "olleh<end>");
        exchange(
                framing,
                "answers a message at the limit",
                "x".repeat(LONGEST - 1) + "y",
                "y" + "x".repeat(LONGEST - 1) + "<end>");
        exchange(framing, "waits for a reply from another thread", "later", "retal<end>");
        exchange(framing, "leaves unanswered what the service does not answer", "none", "<end>");
        exchange(framing, "leaves unanswered what is given up later", "later none", "<end>");
        // Where the end of the stream completes a reply, it must not stand for one that was not given.
        String hungUp = framing.endsWithStream() ? "<reset>" : "<end>";
        exchange(framing, "hangs up", "hang up", hungUp);
        exchange(framing, "hangs up from another thread", "later hang up", hungUp);
        exchange(framing, "refuses what is not a request", "bad", "refused: Malformed<end>");
        for (String failure : List.of("throw", "assert", "overflow", "answer and throw")) {
            exchange(framing, "ends the conversation of a service that fails: " + failure, failure, "<reset>");
        }
        add(
                framing,
                "answers with more than a socket takes at once",
                ContractCase.limits(TooLong.REJECT),
                server -> talk(server, "big", 3).length() + " characters",
                300_000 * "\\x00".length() + "<end>".length() + " characters");
        add(
                framing,
                "serves four clients that come at once",
                ContractCase.limits(TooLong.REJECT),
                WholeCases::four,
                "0 tneilc<end>1 tneilc<end>2 tneilc<end>3 tneilc<end>");
        add(
                framing,
                "serves on after a reset",
                ContractCase.limits(TooLong.REJECT),
                server -> {
                    try (RawPeer peer = RawPeer.connect(server)) {
                        peer.send(RawPeer.bytes("lost"));
                        peer.reset();
                    }
                    return talk(server, "next", 100);
                },
                "txen<end>");
    }

    private static String four(SocketAddress server) throws IOException {
        List<RawPeer> peers = new ArrayList<>();
        StringBuilder seen = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            RawPeer peer = RawPeer.connect(server);
            peers.add(peer);
            peer.send(RawPeer.bytes("client " + i));
            peer.halfClose();
        }
        for (RawPeer peer : peers) {
            seen.append(peer.untilEnd());
            peer.close();
        }
        return seen.toString();
    }

    private void untilEnd() {
        Limits reject = ContractCase.limits(TooLong.REJECT);
        Limits truncate = ContractCase.limits(TooLong.TRUNCATE);
        String tooLong = "x".repeat(LONGEST) + "more";
        exchange(Framings.END, "answers an empty stream as an empty message", "", "<end>");
        add(
                Framings.END,
                "answers a message that comes byte by byte",
                reject,
                server -> talk(server, "hello, parley", 1),
                "yelrap ,olleh<end>");
        add(
                Framings.END,
                "refuses a message above the limit before it ends",
                reject,
                server -> withoutHalfClose(server, tooLong),
                "refused: TooLarge<end>");
        add(
                Framings.END,
                "truncates a message above the limit when configured to",
                truncate,
                server -> talk(server, tooLong, 7),
                "x".repeat(LONGEST) + "<end>");
    }

    private void oneRead() {
        Limits reject = ContractCase.limits(TooLong.REJECT);
        exchange(Framings.READ, "closes in order when nothing was sent", "", "<end>");
        add(
                Framings.READ,
                "takes what exceeds the limit as the next message",
                reject,
                server -> talk(server, "x".repeat(LONGEST) + "more", 1 << 20),
                "x".repeat(LONGEST) + "erom<end>");
        add(
                Framings.READ,
                "answers each message before the next is sent",
                reject,
                server -> {
                    try (RawPeer peer = RawPeer.connect(server)) {
                        StringBuilder seen = new StringBuilder();
                        for (String message : List.of("ab", "later", "cde", "later", "f")) {
                            peer.send(RawPeer.bytes(message));
                            seen.append(RawPeer.text(peer.read(message.length())));
                        }
                        peer.halfClose();
                        return seen + peer.untilEnd();
                    }
                },
                "baretaledcretalf<end>");
        add(
                Framings.READ,
                "takes all that is there as one message, up to the limit",
                Limits.DEFAULT.withMaxMessage(20_000, TooLong.REJECT),
                server -> talk(server, "a".repeat(9_999) + "b", 1 << 20),
                "b" + "a".repeat(9_999) + "<end>");
        add(
                Framings.READ,
                "ends the conversation itself after a failure",
                reject,
                server -> withoutHalfClose(server, "throw"),
                "<reset>");
    }
}
