package dev.parley.cli.cluster;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.core.Endpoint;
import dev.parley.core.PrintableText;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A folder with all that belongs to one laboratory, and what it is called there.
 *
 * @param directory absolute
 */
record Laboratory(Path directory, Ports ports) {
    static final int DATABASES = 3;
    static final int PARLEY_SERVERS = 2;
    static final String ETCD = "etcd";

    private static final String SETTINGS = "laboratory.properties";
    private static final String BASE_PORT = "base-port";

    /**
     * The one whose files are in this folder.
     *
     * @throws Failure when there are none
     */
    static Laboratory open(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath().normalize();
        Path file = absolute.resolve(SETTINGS);
        if (!Files.isRegularFile(file)) {
            throw new Failure(
                    ExitCode.USAGE,
                    "there is no laboratory in " + PrintableText.of(absolute.toString()) + "; 'parley cluster init"
                            + " DIR' makes one");
        }
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            settings.load(reader);
        }
        return new Laboratory(absolute, new Ports(basePort(settings, file)));
    }

    private static int basePort(Properties settings, Path file) {
        try {
            return Integer.parseInt(settings.getProperty(BASE_PORT, "").strip());
        } catch (NumberFormatException _) {
            throw new Failure(ExitCode.BAD_CONFIGURATION, file + ": " + BASE_PORT + " is not a number");
        }
    }

    static String database(int number) {
        return "db-" + number;
    }

    static String patroni(int number) {
        return "patroni-" + number;
    }

    static String parley(int number) {
        return "parley-" + number;
    }

    static List<Integer> databases() {
        return numbers(DATABASES);
    }

    static List<Integer> parleyServers() {
        return numbers(PARLEY_SERVERS);
    }

    private static List<Integer> numbers(int last) {
        return IntStream.rangeClosed(1, last).boxed().toList();
    }

    Path settings() {
        return directory.resolve(SETTINGS);
    }

    Path passwords() {
        return directory.resolve("pgpass");
    }

    Path etcdSettings() {
        return directory.resolve("etcd.yml");
    }

    Path patroniSettings(int number) {
        return directory.resolve(patroni(number) + ".yml");
    }

    /** What etcd and PostgreSQL store: theirs. */
    Path data() {
        return directory.resolve("data");
    }

    Path data(String name) {
        return data().resolve(name);
    }

    Path logs() {
        return directory.resolve("log");
    }

    Path log(String name) {
        return logs().resolve(name + ".log");
    }

    Path pidFiles() {
        return directory.resolve("run");
    }

    PidFile pidFile(String name) {
        return new PidFile(pidFiles().resolve(name + ".pid"));
    }

    Postmaster postmaster(int number) {
        return new Postmaster(data(database(number)));
    }

    Endpoint endpoint(int parleyServer) {
        return Endpoint.parse("beanstalk://127.0.0.1:" + ports.parley(parleyServer));
    }

    /** For clients: any of Parley's servers. */
    String queue() {
        return "beanstalk://" + hosts(parleyServers(), _ -> "127.0.0.1", ports::parley) + "/default";
    }

    /** For Parley's servers: whichever database takes writes. */
    String store() {
        return "postgresql://" + hosts(databases(), Ports::host, ports::database) + "/parley?user=parley";
    }

    private static String hosts(List<Integer> numbers, IntFunction<String> host, IntFunction<Integer> port) {
        return numbers.stream()
                .map(number -> host.apply(number) + ":" + port.apply(number))
                .collect(Collectors.joining(","));
    }
}
