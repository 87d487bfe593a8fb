package dev.parley.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server of a test's own, in a directory that is deleted with it. It listens on loopback and trusts everybody there. */
public final class PostgresServer implements AutoCloseable {
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final boolean IS_ROOT = System.getProperty("user.name").equals("root");
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static @Nullable PostgresServer shared;

    private final Path bin;
    private final Path directory;
    private final int port;
    /** What of the network's packets is dropped for it. */
    private final List<List<String>> dropped = new ArrayList<>();

    private PostgresServer(Path bin, Path directory, int port) {
        this.bin = bin;
        this.directory = directory;
        this.port = port;
    }

    /** Where its programs are; empty where it is not installed. */
    public static Optional<Path> programs() {
        if (!Files.isDirectory(DEBIAN)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One for all tests of this process, which does not sync; skips the test where PostgreSQL is not installed. */
    public static synchronized PostgresServer shared() {
        skipWithoutPrograms();
        PostgresServer running = shared;
        if (running == null) {
            PostgresServer started = start("fsync=off");
            Runtime.getRuntime().addShutdownHook(new Thread(started::close, "postgresql-end"));
            shared = started;
            return started;
        }
        return running;
    }

    /** Skips the test, saying why, where PostgreSQL is not installed. */
    public static void skipWithoutPrograms() {
        assumeTrue(programs().isPresent(), "PostgreSQL is not installed (Debian package postgresql)");
    }

    /** Starts a new one; with settings such as {@code fsync=off}. */
    public static PostgresServer start(String... settings) {
        try {
            PostgresServer server = empty();
            server.as(
                    "initdb",
                    "-D",
                    server.data(),
                    "-A",
                    "trust",
                    "-U",
                    "parley",
                    "--no-sync",
                    "-E",
                    "UTF8",
                    "--locale=C");
            server.begin(settings);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PostgresServer empty() throws IOException {
        Path directory = Files.createTempDirectory("parley-postgresql");
        if (IS_ROOT) {
            run("chown", "nobody", directory.toString());
        }
        return new PostgresServer(programs().orElseThrow(), directory, freePort());
    }

    /** Starts another one that follows this one. */
    PostgresServer startStandby(String... settings) {
        try {
            PostgresServer standby = empty();
            standby.follow(this, settings);
            return standby;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts with a copy of what that one has, and follows it. What it had is gone. */
    void follow(PostgresServer primary, String... settings) {
        run("rm", "-rf", data());
        as(
                "pg_basebackup",
                "-D",
                data(),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(primary.port),
                "-U",
                "parley",
                "-R",
                "-c",
                "fast",
                "-X",
                "stream",
                "--no-sync");
        begin(settings);
    }

    /** A standby follows that one instead, which was a standby beside it. */
    void followFromNowOn(PostgresServer other) {
        sql("postgres", "alter system set primary_conninfo = 'host=127.0.0.1 port=" + other.port + " user=parley'");
        sql("postgres", "select pg_reload_conf()");
    }

    /** How much of its primary's log a standby has. */
    long receivedBytes() {
        return Long.parseLong(sql("postgres", "select (pg_last_wal_receive_lsn() - '0/0')::bigint"));
    }

    /** How much of its log a primary has written. */
    long writtenBytes() {
        return Long.parseLong(sql("postgres", "select (pg_current_wal_lsn() - '0/0')::bigint"));
    }

    /** Ends it, whatever it does. */
    void end() {
        List<ProcessHandle> all = processes();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }

    /** Stops all its processes where they are. */
    void freeze() {
        signalAll("-STOP");
    }

    /** Lets them go on. */
    void thaw() {
        signalAll("-CONT");
    }

    /** Whether {@link #cutOff} can be done here: by root, with iptables; where it cannot, standard error says so. */
    static boolean canBeCutOff() {
        boolean can = IS_ROOT && succeeds("iptables", "-w", "-n", "-L", "INPUT");
        if (!can) {
            System.err.println("skipped: the primary cut off from the network (needs root and iptables)");
        }
        return can;
    }

    /** Its standbys hear nothing from it any more, nor it from them; others still reach it. */
    void cutOffFromStandbys() {
        String[] connections =
                sql("postgres", "select client_port from pg_stat_replication").split("\n", -1);
        for (String connection : connections) {
            drop("--sport", Integer.toString(port), "--dport", connection);
            drop("--sport", connection, "--dport", Integer.toString(port));
        }
    }

    /** It runs on, and nobody reaches it any more: what is sent to it, and what it sends, is dropped without an answer. */
    void cutOff() {
        drop("--dport", Integer.toString(port));
        drop("--sport", Integer.toString(port));
    }

    private void drop(String... packets) {
        filter("-I", List.of(packets));
        dropped.add(List.of(packets));
    }

    /** Whatever was done to its connections, it is reached again. */
    void reconnect() {
        dropped.forEach(packets -> filter("-D", packets));
        dropped.clear();
    }

    private static void filter(String change, List<String> packets) {
        List<String> words = new ArrayList<>(List.of("iptables", "-w", change, "INPUT", "-p", "tcp"));
        words.addAll(packets);
        words.addAll(List.of("-j", "DROP"));
        run(words.toArray(String[]::new));
    }

    /** One that has ended meanwhile, as workers of autovacuum do, needs none. */
    private void signalAll(String signal) {
        for (ProcessHandle process : processes()) {
            boolean signalled = succeeds("kill", signal, Long.toString(process.pid()));
            if (!signalled && process.isAlive()) {
                throw new AssertionError("kill " + signal + " " + process.pid() + " failed");
            }
        }
    }

    /** The first of them first; empty when it does not run. */
    private List<ProcessHandle> processes() {
        Path file = Path.of(data(), "postmaster.pid");
        try {
            return Files.exists(file)
                    ? ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst())).stream()
                            .flatMap(first -> Stream.concat(Stream.of(first), first.descendants()))
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A standby takes writes from now on. */
    void promote() {
        as("pg_ctl", "-D", data(), "-w", "promote");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    /** Starts it again, after {@link #stop}. */
    public void begin(String... settings) {
        StringBuilder options = new StringBuilder("-c listen_addresses=127.0.0.1 -c port=" + port
                + " -c unix_socket_directories= -c shared_buffers=64MB -c max_connections=50"
                + " -c wal_retrieve_retry_interval=500ms");
        for (String setting : settings) {
            options.append(" -c ").append(setting);
        }
        as(
                "pg_ctl",
                "-D",
                data(),
                "-w",
                "-t",
                "30",
                "-l",
                directory.resolve("log").toString(),
                "-o",
                options.toString(),
                "start");
    }

    /** Ends it, as {@code pg_ctl -m} does: {@code fast}, or {@code immediate} for a crash. */
    public void stop(String mode) {
        as("pg_ctl", "-D", data(), "-w", "-m", mode, "stop");
    }

    public int port() {
        return port;
    }

    /** A new, empty database, as what stands behind {@code postgresql:}. */
    public String newDatabase() {
        String name = "test" + DATABASES.incrementAndGet();
        sql("postgres", "create database " + name);
        return "//127.0.0.1:" + port + "/" + name + "?user=parley";
    }

    /** Runs this in a database: what it prints. */
    public String sql(String database, String statement) {
        return as(
                "psql",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-U",
                "parley",
                "-d",
                database,
                "-XAtqc",
                statement);
    }

    /** As another user: it refuses to run as root. */
    private String as(String program, String... arguments) {
        List<String> words = new ArrayList<>();
        if (IS_ROOT) {
            words.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--reset-env"));
        }
        words.add(bin.resolve(program).toString());
        words.addAll(List.of(arguments));
        return run(words.toArray(String[]::new));
    }

    private static boolean succeeds(String... words) {
        try {
            return new ProcessBuilder(words)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _) {
            return false; // there is no such program
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String run(String... words) {
        try {
            Path out =
                    Files.createTempFile("parley", ".out"); // a server that is started keeps its parent's output open
            try {
                Process process = new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .directory(new File("/"))
                        .start();
                int exitCode = process.waitFor();
                String text = Files.readString(out);
                if (exitCode != 0) {
                    throw new AssertionError(String.join(" ", words) + " ended with " + exitCode + ": " + text);
                }
                return text.strip();
            } finally {
                Files.delete(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            reconnect();
            end();
        } finally {
            run("rm", "-rf", directory.toString());
        }
    }
}
