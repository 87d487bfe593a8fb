package dev.parley.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.cli.shell.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {
    @TempDir
    Path folder;

    @Test
    void namesThePackagesThatAreMissing() throws IOException {
        program("bin/patroni");
        program("postgresql/14/bin/initdb"); // too old

        assertThatThrownBy(this::find)
                .isInstanceOf(Failure.class)
                .hasMessage("not installed: postgresql, etcd-server (PostgreSQL 15 or later);"
                        + " apt-get install postgresql etcd-server");
    }

    @Test
    void takesTheNewestPostgresql() throws IOException {
        program("bin/patroni");
        program("bin/etcd");
        program("postgresql/9/bin/initdb");
        program("postgresql/15/bin/initdb");
        program("postgresql/100/bin/initdb");

        assertThat(find())
                .isEqualTo(new Programs(
                        folder.resolve("bin/etcd"),
                        folder.resolve("bin/patroni"),
                        folder.resolve("postgresql/100/bin")));
    }

    private Programs find() throws IOException {
        return Programs.find(List.of(folder.resolve("none"), folder.resolve("bin")), folder.resolve("postgresql"));
    }

    private void program(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        assertThat(Files.createFile(file).toFile().setExecutable(true)).isTrue();
    }
}
