package dev.parley.cli.control;

import dev.parley.core.HostPort;
import dev.parley.core.Peer;
import dev.parley.core.PrintableText;
import dev.parley.engine.SocketPeer;
import java.net.InetAddress;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The peers at an address, or at one port of it.
 *
 * @param port -1 for all of them
 */
public record PeerAddress(InetAddress host, int port) implements Predicate<Peer> {
    private static final Pattern SHAPE = Pattern.compile("\\[([^]]+)](?::([0-9]{1,5}))?|([^:]+):([0-9]{1,5})|(.+)");
    private static final Pattern IP_V4 = Pattern.compile("[0-9]+(\\.[0-9]+){3}");
    private static final int HIGHEST_PORT = 65_535;

    /**
     * Reads {@code 10.0.0.7}, {@code 10.0.0.7:51234}, {@code ::1} or {@code [::1]:51234}.
     *
     * @throws IllegalArgumentException with a text for the user; names of hosts are refused
     */
    static PeerAddress parse(String text) {
        Matcher parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            throw bad(text);
        }
        String host =
                parts.group(1) != null ? parts.group(1) : parts.group(3) != null ? parts.group(3) : parts.group(5);
        String port = parts.group(1) != null ? parts.group(2) : parts.group(4);
        try {
            int number = port == null ? -1 : Integer.parseInt(port);
            boolean whole = host.indexOf(':') >= 0 || IP_V4.matcher(host).matches(); // the JDK takes 10 for 0.0.0.10
            if (number > HIGHEST_PORT || !whole) {
                throw bad(text);
            }
            return new PeerAddress(InetAddress.ofLiteral(host), number);
        } catch (IllegalArgumentException e) {
            throw bad(text);
        }
    }

    private static IllegalArgumentException bad(String text) {
        return new IllegalArgumentException("'" + PrintableText.of(text, 64)
                + "' is not the address of a peer; expected 10.0.0.7, 10.0.0.7:51234 or [::1]:51234");
    }

    @Override
    public boolean test(Peer peer) {
        return peer instanceof SocketPeer known
                && known.socketAddress().getAddress().equals(host)
                && (port < 0 || known.socketAddress().getPort() == port);
    }

    /** As it is read. */
    @Override
    public String toString() {
        return port < 0 ? host.getHostAddress() : new HostPort(host.getHostAddress(), port).toString();
    }
}
