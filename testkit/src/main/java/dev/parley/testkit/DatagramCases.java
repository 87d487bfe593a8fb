package dev.parley.testkit;

import dev.parley.core.Framing;
import dev.parley.core.Framings;
import dev.parley.core.TooLong;
import dev.parley.core.Transport;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The contract on UDP. That something is not answered is seen by the answer to what is sent next: datagrams of one peer
 * are served in order.
 */
final class DatagramCases {
    private static final int LONGEST = ContractCase.LONGEST_BYTES;

    private final Framing framing;
    private final List<ContractCase> cases = new ArrayList<>();

    private DatagramCases(Framing framing) {
        this.framing = framing;
    }

    static List<ContractCase> of(Framing framing) {
        DatagramCases made = new DatagramCases(framing);
        made.messages();
        made.drops();
        made.neighbours();
        return made.cases;
    }

    private byte[] in(String message) {
        return RawFrames.of(framing, message);
    }

    private String out(String... messages) {
        StringBuilder seen = new StringBuilder();
        for (String message : messages) {
            seen.append('[').append(RawFrames.seen(framing, message)).append(']');
        }
        return seen.toString();
    }

    private void add(String name, TooLong tooLong, ContractCase.Script script, String expected) {
        cases.add(new ContractCase(name, Transport.UDP, framing, ContractCase.limits(tooLong), script, expected));
    }

    /** Sends these datagrams, then {@code last}, and reads as many as are expected. */
    private void exchange(String name, List<byte[]> datagrams, String... replies) {
        add(name, TooLong.REJECT, server -> talk(server, datagrams, replies.length), out(replies));
    }

    private static String talk(SocketAddress server, List<byte[]> datagrams, int replies) throws Exception {
        try (RawDatagrams peer = RawDatagrams.open()) {
            for (byte[] datagram : datagrams) {
                peer.send(datagram, (InetSocketAddress) server);
            }
            return received(peer, replies);
        }
    }

    private static String received(RawDatagrams peer, int replies) throws Exception {
        StringBuilder seen = new StringBuilder();
        for (int i = 0; i < replies; i++) {
            seen.append('[').append(RawPeer.text(peer.receive())).append(']');
        }
        return seen.toString();
    }

    private void messages() {
        String longest = "x".repeat(LONGEST - 1) + "y";
        exchange("answers one message", List.of(in("hello")), "olleh");
        exchange("answers in order", List.of(in("ab"), in("cd"), in("ef")), "ba", "dc", "fe");
        exchange("answers an empty message", List.of(in(""), in("ab")), "", "ba");
        exchange("answers a message at the limit", List.of(in(longest)), "y" + "x".repeat(LONGEST - 1));
        exchange("waits for a reply from another thread", List.of(in("later"), in("ab")), "retal", "ba");
        exchange(
                "keeps the order of replies given in reverse",
                List.of(in("hold"), in("hold"), in("let go")),
                "held 0",
                "held 1",
                "og tel");
        if (!framing.name().equals("read")) {
            add(
                    "truncates a message above the limit when configured to",
                    TooLong.TRUNCATE,
                    server -> talk(server, List.of(in(longest + "z"), in("ab")), 2),
                    out("y" + "x".repeat(LONGEST - 1), "ba"));
        }
    }

    private void drops() {
        byte[] probe = in("ab");
        exchange("drops what the service does not answer", List.of(in("none"), in("later none"), probe), "ba");
        exchange("drops what is not a request", List.of(in("bad"), probe), "ba");
        exchange("drops a message above the limit", List.of(in("x".repeat(LONGEST + 1)), probe), "ba");
        for (String failure : List.of("throw", "assert", "overflow", "hang up")) {
            exchange("begins anew with the next datagram after: " + failure, List.of(in(failure), probe), "ba");
        }
        if (framing.overheadBytes(0) > 0) {
            exchange("drops an empty datagram, which holds no message", List.of(new byte[0], probe), "ba");
        }
        if (framing.name().startsWith("len")) {
            byte[] cut = Arrays.copyOf(in("cut"), in("cut").length - 1);
            exchange("drops a datagram that ends in mid-message", List.of(cut, probe), "ba");
            exchange("drops a datagram of two messages", List.of(RawFrames.of(framing, "a", "b"), probe), "ba");
        }
    }

    private void neighbours() {
        add(
                "serves three peers, each in its order",
                TooLong.REJECT,
                server -> {
                    try (RawDatagrams one = RawDatagrams.open();
                            RawDatagrams two = RawDatagrams.open();
                            RawDatagrams three = RawDatagrams.open()) {
                        for (String message : List.of("hold", "ab", "let go")) {
                            one.send(in(message), (InetSocketAddress) server);
                            two.send(in(message), (InetSocketAddress) server);
                            three.send(in(message), (InetSocketAddress) server);
                        }
                        return received(three, 3) + received(one, 3) + received(two, 3);
                    }
                },
                out("held 0", "ba", "og tel").repeat(3));
    }

    /** All of them. */
    static List<ContractCase> all() {
        return Framings.ALL.stream().flatMap(framing -> of(framing).stream()).toList();
    }
}
