package dev.parley.cli.serve;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.core.Endpoint;
import dev.parley.core.PrintableText;
import dev.parley.core.UnixPath;
import dev.parley.engine.GivenSocket;
import dev.parley.engine.ServerGroup.Member;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Sockets that a service manager opened and listens on for this process (sd_listen_fds(3)). Each goes to the endpoint with its address; one
 * without an endpoint is refused, since its clients would wait for ever.
 */
final class SocketActivation {
    private static final int FIRST_DESCRIPTOR = 3;
    private static final int MOST_DESCRIPTORS = 1024;

    private SocketActivation() {}

    /**
     * These members, on the sockets that were passed for them.
     *
     * @throws Failure if a socket was passed that none of them can be served on
     */
    static List<Member> apply(Map<String, String> environment, List<Member> members) {
        int passed = passed(environment);
        if (passed == 0) {
            return members;
        }
        List<String> names =
                Arrays.asList(environment.getOrDefault("LISTEN_FDNAMES", "").split(":"));
        List<Member> applied = new ArrayList<>(members);
        for (int i = 0; i < passed; i++) {
            int descriptor = FIRST_DESCRIPTOR + i;
            String name =
                    i < names.size() && !names.get(i).isEmpty() ? " (" + PrintableText.of(names.get(i)) + ")" : "";
            String what = "descriptor " + descriptor + name + " of the service manager";
            InheritedSocket socket = listening(descriptor, what);
            int index = indexFor(socket, what, applied);
            Member member = applied.get(index);
            applied.set(index, new Member(member.engine(), member.spec().withSocket(adopted(socket, what))));
        }
        return applied;
    }

    /** How many; 0 where they are for another process, from which the variables were inherited. */
    private static int passed(Map<String, String> environment) {
        String count = environment.getOrDefault("LISTEN_FDS", "");
        String process = environment.getOrDefault("LISTEN_PID", "");
        if (count.isEmpty()
                || !process.equals(Long.toString(ProcessHandle.current().pid()))) {
            return 0;
        }
        if (!count.matches("[0-9]{1,4}") || Integer.parseInt(count) > MOST_DESCRIPTORS) {
            throw misconfigured("LISTEN_FDS is not a number of sockets: '" + PrintableText.of(count) + "'");
        }
        return Integer.parseInt(count);
    }

    private static InheritedSocket listening(int descriptor, String what) {
        InheritedSocket socket;
        try {
            socket = InheritedSocket.of(descriptor)
                    .orElseThrow(() -> misconfigured(what
                            + " is no socket to serve on; ListenStream= and ListenDatagram= of an address or a path"
                            + " are, datagrams on a path are not"));
        } catch (IllegalStateException | LinkageError e) {
            throw misconfigured(what + " cannot be used: " + e.getMessage());
        }
        if (!socket.datagrams() && !socket.listening()) {
            throw misconfigured(what + " takes no connections; it must come from a socket unit with Accept=no");
        }
        return socket;
    }

    private static int indexFor(InheritedSocket socket, String what, List<Member> members) {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).spec().socket() == null
                    && isFor(members.get(i).spec().endpoint(), socket)) {
                return i;
            }
        }
        throw misconfigured(what + " listens on " + place(socket)
                + ", where nothing is to be served; name an endpoint there," + " such as " + example(socket));
    }

    private static boolean isFor(Endpoint endpoint, InheritedSocket socket) {
        if (endpoint.isUnix() || socket.address() instanceof UnixDomainSocketAddress) {
            return endpoint.address() instanceof UnixPath path
                    && socket.address() instanceof UnixDomainSocketAddress file
                    && Path.of(path.path()).toAbsolutePath().normalize().equals(file.getPath());
        }
        InetSocketAddress bound = (InetSocketAddress) socket.address();
        return endpoint.isDatagram() == socket.datagrams()
                && endpoint.port() == bound.getPort()
                && isAt(endpoint.hostOrLoopback(), bound.getAddress());
    }

    private static boolean isAt(String host, InetAddress bound) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host))
                    .anyMatch(one -> one.equals(bound) || (one.isAnyLocalAddress() && bound.isAnyLocalAddress()));
        } catch (UnknownHostException e) { // said when it is listened on
            return false;
        }
    }

    private static GivenSocket adopted(InheritedSocket socket, String what) {
        try {
            int port = socket.address() instanceof InetSocketAddress bound ? bound.getPort() : 0;
            return new GivenSocket(socket.adopt(), port);
        } catch (IOException | UnsupportedOperationException e) {
            throw misconfigured(what + " cannot be used: " + e.getMessage());
        }
    }

    private static String place(InheritedSocket socket) {
        return socket.address() instanceof InetSocketAddress bound
                ? place(bound) + (socket.datagrams() ? " (udp)" : " (tcp)")
                : socket.address().toString();
    }

    private static String place(InetSocketAddress bound) {
        String host = bound.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + (bound.getAddress().isAnyLocalAddress() ? "::" : host) + "]" : host) + ":"
                + bound.getPort();
    }

    private static String example(InheritedSocket socket) {
        return socket.address() instanceof InetSocketAddress bound
                ? (socket.datagrams() ? "echo+udp://" : "echo://") + place(bound)
                : "echo+unix://" + socket.address();
    }

    private static Failure misconfigured(String problem) {
        return new Failure(ExitCode.BAD_CONFIGURATION, problem);
    }
}
