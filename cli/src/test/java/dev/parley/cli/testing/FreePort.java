package dev.parley.cli.testing;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** A port that was free a moment ago, for programs that cannot take one themselves. */
public final class FreePort {
    private FreePort() {}

    public static int of(String transport) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        if (transport.equals("udp")) {
            try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(loopback, 0))) {
                return socket.getLocalPort();
            }
        }
        try (ServerSocket socket = new ServerSocket(0, 1, loopback)) {
            return socket.getLocalPort();
        }
    }
}
