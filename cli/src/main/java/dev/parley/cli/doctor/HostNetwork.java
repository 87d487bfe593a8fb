package dev.parley.cli.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Which addresses and transports a socket gets here, found by opening one. */
final class HostNetwork {
    private HostNetwork() {}

    static HostCheck loopbackAddresses() {
        List<String> addresses = new ArrayList<>();
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(InetAddress::isLoopbackAddress)
                    .forEach(address -> addresses.add(text(address)));
        } catch (IOException e) {
            return HostCheck.plain("loopback", HostCheck.UNKNOWN);
        }
        return HostCheck.of(
                "loopback",
                addresses.isEmpty() ? "none" : String.join(", ", addresses),
                addresses.isEmpty(),
                "ip link set lo up");
    }

    /** {@code 0:0:0:0:0:0:0:1%lo} is written {@code ::1}. */
    private static String text(InetAddress address) {
        String text = address.getHostAddress().replaceFirst("%.*", "");
        return text.equals("0:0:0:0:0:0:0:1") ? "::1" : text;
    }

    static HostCheck transports() {
        List<String> there = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        (opens("127.0.0.1", true) ? there : missing).add("tcp");
        (opens("127.0.0.1", false) ? there : missing).add("udp");
        (opens("::1", true) && opens("::1", false) ? there : missing).add("ipv6");
        return HostCheck.of(
                "transports",
                there.isEmpty() ? "none" : String.join(", ", there),
                !missing.isEmpty(),
                "no " + String.join(", no ", missing) + " on this host");
    }

    private static boolean opens(String host, boolean stream) {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), 0);
            if (stream) {
                try (ServerSocketChannel channel = ServerSocketChannel.open()) {
                    channel.bind(address);
                }
            } else {
                try (DatagramChannel channel = DatagramChannel.open()) {
                    channel.bind(address);
                }
            }
            return true;
        } catch (IOException | UnsupportedOperationException e) { // the latter: a JVM started without IPv6
            return false;
        }
    }
}
