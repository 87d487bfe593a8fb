package dev.parley.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.cli.shell.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaboratoryFilesTest {
    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");

    @TempDir
    Path folder;

    private Laboratory written(String name, int basePort) throws IOException {
        Laboratory laboratory = new Laboratory(folder.resolve(name), new Ports(basePort));
        LaboratoryFiles.write(laboratory, Account.OWN, PROGRAMS);
        return laboratory;
    }

    @Test
    void writesOneFileForEachServerAndFillsInEveryPlace() throws IOException {
        Laboratory laboratory = written("lab", 20_000);

        assertThat(filesOf(laboratory))
                .extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrder(
                        "README.md",
                        "database.sql",
                        "etcd.yml",
                        "laboratory.properties",
                        "patroni-1.yml",
                        "patroni-2.yml",
                        "patroni-3.yml",
                        "pgpass")
                .allSatisfy(name -> assertThat(laboratory.directory().resolve(name))
                        .content()
                        .doesNotContain("{{", "}}"));
        assertThat(laboratory.patroniSettings(2))
                .content()
                .contains(
                        "name: db-2\n",
                        "  hosts: 127.0.0.12:20000\n",
                        "  listen: 127.0.0.12:20012\n",
                        "  listen: 127.0.0.1,127.0.0.12:20022 ",
                        "  connect_address: 127.0.0.12:20022\n",
                        "  bin_dir: " + PROGRAMS + "\n",
                        "synchronous_mode_strict: true");
        assertThat(laboratory.directory().resolve("README.md"))
                .content()
                .contains(
                        "beanstalk://127.0.0.1:20031,127.0.0.1:20032/default",
                        "iptables -I INPUT -s 127.0.0.11 -j DROP");
        assertThat(laboratory.etcdSettings())
                .content()
                .contains(",http://127.0.0.11:20000,http://127.0.0.12:20000,http://127.0.0.13:20000\n");
    }

    @Test
    void passwordsAreInOneFileThatOnlyItsOwnerCanRead() throws IOException {
        Laboratory laboratory = written("lab", 20_000);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(laboratory.passwords())))
                .isEqualTo("rw-------");
        List<String> passwords =
                List.copyOf(Passwords.read(laboratory.passwords()).ofRole().values());
        assertThat(passwords).hasSize(3).doesNotHaveDuplicates().allMatch(password -> password.length() == 32);
        for (Path file : filesOf(laboratory)) {
            if (!file.equals(laboratory.passwords())) {
                assertThat(file).content().doesNotContain(passwords);
            }
        }
        assertThat(Passwords.read(written("other", 20_000).passwords()).ofRole().values())
                .doesNotContainAnyElementsOf(passwords);
    }

    @Test
    void whatIsStartedHasNoPasswordInItsWordsNorInItsText() throws IOException {
        Laboratory laboratory = written("lab", 20_000);
        Passwords passwords = Passwords.read(laboratory.passwords());
        Parts parts = new Parts(
                laboratory,
                new Programs(Path.of("/usr/bin/etcd"), Path.of("/usr/bin/patroni"), PROGRAMS),
                Account.OWN,
                passwords,
                new dev.parley.cli.shell.Launcher("parley", Object.class));

        assertThat(parts.patroni(1).environment())
                .containsEntry("PATRONI_SUPERUSER_PASSWORD", passwords.of(Passwords.SUPERUSER));
        assertThat(List.of(parts.etcd(), parts.patroni(1), parts.parley(1))).allSatisfy(part -> {
            assertThat(String.join(" ", part.command()))
                    .doesNotContain(passwords.ofRole().values());
            assertThat(part.toString()).doesNotContain(passwords.ofRole().values());
        });
        assertThat(parts.toString()).doesNotContain(passwords.ofRole().values());
        assertThat(parts.parley(2).command())
                .containsExactly(
                        "parley",
                        "serve",
                        "beanstalk://127.0.0.1:20032",
                        "--store",
                        "postgresql://127.0.0.11:20021,127.0.0.12:20022,127.0.0.13:20023/parley?user=parley",
                        "--ack",
                        "quorum");
    }

    @Test
    void isOpenedAgainWithItsPorts() throws IOException {
        Laboratory laboratory = written("lab", 20_000);

        assertThat(Laboratory.open(laboratory.directory())).isEqualTo(laboratory);
    }

    @Test
    void nothingIsWrittenOverAndNothingThatNeedsQuotes() throws IOException {
        written("lab", 20_000);

        assertThatThrownBy(() -> written("lab", 20_000))
                .isInstanceOf(Failure.class)
                .hasMessageEndingWith("is not empty; choose a new folder");
        assertThatThrownBy(() -> written("my lab", 20_000))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("has a blank, a quote or the like in it");
        assertThat(folder.resolve("my lab")).doesNotExist();
    }

    private static List<Path> filesOf(Laboratory laboratory) throws IOException {
        try (Stream<Path> files = Files.list(laboratory.directory())) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
