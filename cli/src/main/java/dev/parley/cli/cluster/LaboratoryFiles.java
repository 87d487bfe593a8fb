package dev.parley.cli.cluster;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.core.PrintableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the files of a new laboratory. */
final class LaboratoryFiles {
    /** What needs no quotes in YAML, in a shell and in the settings of Patroni. */
    private static final Pattern PLAIN_PATH = Pattern.compile("[\\p{L}\\p{N}/._+@=-]+");

    private final Laboratory laboratory;
    private final Map<String, String> values = new HashMap<>();

    /** @param programs PostgreSQL's */
    private LaboratoryFiles(Laboratory laboratory, Path programs, Passwords passwords) {
        this.laboratory = laboratory;
        Ports ports = laboratory.ports();
        values.put("directory", laboratory.directory().toString());
        values.put("programs", programs.toString());
        values.put("queue", laboratory.queue());
        values.put("load", laboratory.queue().replace("/default", "/load"));
        put("base-port", ports.base());
        put("etcd-port", ports.etcd());
        put("etcd-peer-port", ports.etcdPeers());
        putEach("db", Laboratory.databases(), ports::database);
        putEach("patroni", Laboratory.databases(), ports::patroni);
        putEach("parley", Laboratory.parleyServers(), ports::parley);
        Laboratory.databases().forEach(number -> values.put("db-" + number + "-host", Ports.host(number)));
        values.put(
                "db-hosts-list",
                Laboratory.databases().stream().map(Ports::host).collect(Collectors.joining(",")));
        values.put("db-ports-list", listed(Laboratory.databases(), ports::database, ","));
        passwords.ofRole().forEach((role, password) -> values.put(role + "-password", password));
    }

    /**
     * Writes them.
     *
     * @param account who runs PostgreSQL, and has to be able to write there
     * @param programs PostgreSQL's
     * @throws Failure when something is in the folder already, or its name needs quotes
     */
    static void write(Laboratory laboratory, Account account, Path programs) throws IOException {
        requireNew(laboratory.directory());
        new LaboratoryFiles(laboratory, programs, Passwords.random()).write(account);
    }

    private static void requireNew(Path directory) throws IOException {
        String name = PrintableText.of(directory.toString());
        if (!PLAIN_PATH.matcher(directory.toString()).matches()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "'" + name + "' has a blank, a quote or the like in it, which its files would have to quote; choose"
                            + " another name");
        }
        if (Files.exists(directory)) {
            try (Stream<Path> there = Files.list(directory)) {
                if (there.findAny().isPresent()) {
                    throw new Failure(ExitCode.USAGE, name + " is not empty; choose a new folder");
                }
            }
        }
    }

    private void write(Account account) throws IOException {
        Files.createDirectories(laboratory.directory());
        Files.createDirectory(laboratory.logs());
        Files.createDirectory(laboratory.pidFiles());
        Path data = Files.createDirectory(laboratory.data());
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        account.own(data);
        writeSecret(laboratory.passwords(), Template.fill("pgpass", values));
        write(laboratory.etcdSettings(), "etcd.yml");
        for (int number : Laboratory.databases()) {
            values.put("name", Laboratory.database(number));
            values.put("host", Ports.host(number));
            put("db-port", laboratory.ports().database(number));
            put("patroni-port", laboratory.ports().patroni(number));
            write(laboratory.patroniSettings(number), "patroni.yml");
        }
        write(laboratory.directory().resolve("database.sql"), "database.sql");
        write(laboratory.directory().resolve("README.md"), "README.md");
        write(laboratory.settings(), "laboratory.properties"); // last: with it there is a laboratory
    }

    private void write(Path file, String template) throws IOException {
        Files.writeString(file, Template.fill(template, values), StandardOpenOption.CREATE_NEW);
    }

    /** Nobody else can read it at any moment. */
    private static void writeSecret(Path file, String text) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    private void put(String name, int port) {
        values.put(name, Integer.toString(port));
    }

    private void putEach(String kind, List<Integer> numbers, IntFunction<Integer> port) {
        numbers.forEach(number -> put(kind + "-" + number + "-port", port.apply(number)));
        values.put(kind + "-ports", listed(numbers, port, ", "));
    }

    private static String listed(List<Integer> numbers, IntFunction<Integer> port, String separator) {
        return numbers.stream().map(number -> port.apply(number).toString()).collect(Collectors.joining(separator));
    }
}
