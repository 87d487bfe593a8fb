package dev.parley.cli.cluster;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs that a laboratory is made of.
 *
 * @param postgresql the folder of PostgreSQL's
 */
record Programs(Path etcd, Path patroni, Path postgresql) {
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final int OLDEST_VERSION = 15;

    /**
     * Those of this host.
     *
     * @throws Failure naming the packages that are missing
     */
    static Programs find() throws IOException {
        List<Path> folders = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator, -1))
                .map(Path::of)
                .toList();
        return find(folders, DEBIAN);
    }

    /**
     * Those in these folders.
     *
     * @param versions has a folder for each version of PostgreSQL, as Debian does it
     */
    static Programs find(List<Path> folders, Path versions) throws IOException {
        Optional<Path> etcd = first(folders, "etcd");
        Optional<Path> patroni = first(folders, "patroni");
        Optional<Path> postgresql = newest(versions);
        List<String> missing = new ArrayList<>();
        if (postgresql.isEmpty()) {
            missing.add("postgresql");
        }
        if (patroni.isEmpty()) {
            missing.add("patroni");
        }
        if (etcd.isEmpty()) {
            missing.add("etcd-server");
        }
        if (!missing.isEmpty()) {
            throw new Failure(
                    ExitCode.BAD_CONFIGURATION,
                    "not installed: " + String.join(", ", missing) + " (PostgreSQL " + OLDEST_VERSION
                            + " or later); apt-get install " + String.join(" ", missing));
        }
        return new Programs(etcd.orElseThrow(), patroni.orElseThrow(), postgresql.orElseThrow());
    }

    private static Optional<Path> first(List<Path> folders, String name) {
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<Path> newest(Path versions) throws IOException {
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.list(versions)) {
            return all.filter(folder -> version(folder) >= OLDEST_VERSION)
                    .filter(folder -> Files.isExecutable(folder.resolve("bin/initdb")))
                    .max(Comparator.comparingInt(Programs::version))
                    .map(folder -> folder.resolve("bin"));
        }
    }

    private static int version(Path folder) {
        String name = folder.getFileName().toString();
        return name.matches("[0-9]{1,4}") ? Integer.parseInt(name) : 0;
    }
}
