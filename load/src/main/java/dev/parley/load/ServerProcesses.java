package dev.parley.load;

import dev.parley.result.ServerCpu;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The processes of this host that a server's socket belongs to, by Linux' tables of sockets and open files, and what they have
 * computed. None where the server is elsewhere, is this process, or may not be looked at. Immutable.
 */
final class ServerProcesses {
    private static final int LOCAL_COLUMN = 1;
    private static final int STATE_COLUMN = 3;
    private static final int INODE_COLUMN = 9;
    private static final int UNIX_FLAGS_COLUMN = 3;
    private static final int UNIX_INODE_COLUMN = 6;
    private static final int UNIX_PATH_COLUMN = 7;
    private static final int HEX = 16;
    private static final String LISTENING = "0A";
    private static final String UNIX_LISTENING = "00010000"; // __SO_ACCEPTCON
    private static final Path TABLES = Path.of("/proc/self/net");
    private static final String SOCKET = "socket:[";

    private final List<ProcessHandle> processes;
    private final Duration before;

    private final ThreadTurns turnsBefore;

    private ServerProcesses(List<ProcessHandle> processes) {
        this.processes = processes;
        this.before = cpuTime();
        this.turnsBefore = ThreadTurns.of(processes);
    }

    /** Those that serve this address; takes some milliseconds, and more on a host of many processes. */
    static List<ProcessHandle> of(SocketAddress server, boolean datagram) {
        return switch (server) {
            case UnixDomainSocketAddress unix ->
                holding(unixInodes(lines(TABLES.resolve("unix")), unix.getPath().toString()));
            case InetSocketAddress inet
            when inet.getAddress() != null && ofThisHost(inet.getAddress()) ->
                holding(inodesOfAll(
                        datagram ? List.of("udp", "udp6") : List.of("tcp", "tcp6"), inet.getPort(), datagram));
            default -> List.of();
        };
    }

    private static Set<String> inodesOfAll(List<String> tables, int port, boolean datagram) {
        return tables.stream()
                .flatMap(table -> inodes(lines(TABLES.resolve(table)), port, datagram).stream())
                .collect(Collectors.toSet());
    }

    private static List<ProcessHandle> holding(Set<String> inodes) {
        long own = ProcessHandle.current().pid();
        return inodes.isEmpty()
                ? List.of()
                : ProcessHandle.allProcesses()
                        .filter(process -> process.pid() != own && holdsAny(process.pid(), inodes))
                        .toList();
    }

    private static boolean ofThisHost(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    private static List<String> lines(Path table) {
        try {
            return Files.readAllLines(table);
        } catch (IOException e) { // another system
            return List.of();
        }
    }

    /** A heading, then a line a socket; columns by proc(5). */
    static Set<String> inodes(List<String> table, int port, boolean datagram) {
        return table.stream()
                .skip(1)
                .map(line -> line.strip().split(" +", -1))
                .filter(columns -> columns.length > INODE_COLUMN)
                .filter(columns -> datagram || columns[STATE_COLUMN].equals(LISTENING))
                .filter(columns -> port(columns[LOCAL_COLUMN]) == port)
                .map(columns -> SOCKET + columns[INODE_COLUMN] + "]")
                .collect(Collectors.toSet());
    }

    /**
     * The same of Unix sockets; a path may have spaces. A server of Parley's makes its socket in a directory beside the place where
     * it is found.
     */
    static Set<String> unixInodes(List<String> table, String path) {
        return table.stream()
                .skip(1)
                .map(line -> line.strip().split(" +", UNIX_PATH_COLUMN + 1))
                .filter(columns -> columns.length > UNIX_PATH_COLUMN && isMadeFor(path, columns[UNIX_PATH_COLUMN]))
                .filter(columns -> columns[UNIX_FLAGS_COLUMN].equals(UNIX_LISTENING))
                .map(columns -> SOCKET + columns[UNIX_INODE_COLUMN] + "]")
                .collect(Collectors.toSet());
    }

    private static boolean isMadeFor(String path, String madeAs) {
        return madeAs.equals(path)
                || madeAs.replaceFirst("(^|/)\\.p[0-9a-z]{1,5}/([^/]+)$", "$1$2")
                        .equals(path);
    }

    private static int port(String local) {
        return Integer.parseInt(local.substring(local.indexOf(':') + 1), HEX);
    }

    private static boolean holdsAny(long pid, Set<String> inodes) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path file : files) {
                if (inodes.contains(Files.readSymbolicLink(file).toString())) {
                    return true;
                }
            }
        } catch (IOException | SecurityException e) {
            return false; // it has ended, or is not ours to look at
        }
        return false;
    }

    /** What they compute from now on. */
    static ServerProcesses from(List<ProcessHandle> processes) {
        return new ServerProcesses(processes);
    }

    /** What they have computed since; empty where there are none, or one of them has ended. */
    Optional<ServerCpu> cpu() {
        if (processes.isEmpty() || !processes.stream().allMatch(ProcessHandle::isAlive)) {
            return Optional.empty();
        }
        String names = processes.stream().map(ServerProcesses::name).collect(Collectors.joining(", "));
        return Optional.of(new ServerCpu(
                names,
                cpuTime().minus(before).toNanos(),
                ThreadTurns.of(processes).longestWaitNanos(turnsBefore)));
    }

    private Duration cpuTime() {
        return processes.stream()
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** {@code java (pid 4711)}. */
    private static String name(ProcessHandle process) {
        String command = process.info()
                .command()
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .orElse("a process");
        return command + " (pid " + process.pid() + ")";
    }
}
