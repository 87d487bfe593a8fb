package dev.parley.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Datagrams that reached this host and found no room in the receive buffer of one of our sockets, by Linux' tables of sockets;
 * 0 where there are none. Of a load's sockets, and of a server's. Stateless; any thread.
 */
public final class DatagramDrops {
    private static final List<Path> TABLES = List.of(Path.of("/proc/self/net/udp"), Path.of("/proc/self/net/udp6"));
    private static final int LOCAL_COLUMN = 1;
    private static final int HEX = 16;

    private DatagramDrops() {}

    /** Of the sockets with these ports, since they were opened. Reads two small files. */
    public static long of(Set<Integer> localPorts) {
        long drops = 0;
        for (Path table : TABLES) {
            try {
                drops += of(Files.readAllLines(table), localPorts);
            } catch (IOException _) {
                // another system: none are known
            }
        }
        return drops;
    }

    /** A heading, then a line a socket: its second column is the local address, its last the drops. */
    static long of(List<String> table, Set<Integer> localPorts) {
        long drops = 0;
        for (String line : table.subList(Math.min(1, table.size()), table.size())) {
            String[] columns = line.strip().split(" +", -1);
            if (columns.length <= LOCAL_COLUMN) {
                continue;
            }
            String local = columns[LOCAL_COLUMN];
            int port = Integer.parseInt(local.substring(local.indexOf(':') + 1), HEX);
            if (localPorts.contains(port)) {
                drops += Long.parseLong(columns[columns.length - 1]);
            }
        }
        return drops;
    }
}
