package dev.parley.cli.cluster;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;

/** Looks whether ports are free before anything is started on them. */
final class FreePorts {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private FreePorts() {}

    /**
     * Makes sure that all are.
     *
     * @param ports by the name of what is to listen
     * @throws Failure naming one that is not
     */
    static void require(Map<String, Integer> ports) {
        ports.forEach((name, port) -> {
            if (!isFree(port)) {
                throw new Failure(
                        ExitCode.UNAVAILABLE,
                        "port " + port + ", for " + name
                                + ", is in use: end what listens there, or make a laboratory on"
                                + " other ports with 'parley cluster init DIR --base-port N'");
            }
        });
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
