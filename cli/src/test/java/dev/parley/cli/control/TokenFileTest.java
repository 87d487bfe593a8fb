package dev.parley.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A token that is not a secret is refused, by the server as by {@code ctl}: exit code 78. */
class TokenFileTest {
    private static final String CANARY = "canary-0123456789abcdef";

    @TempDir
    Path folder;

    private Path file(String content, String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static void isRefused(Path file, String reason) {
        Transcript server = Transcript.of("serve", "reverse://:0", "--admin", ":0", "--admin-token", file.toString());
        Transcript client = Transcript.of("ctl", "stop", "--admin", ":1", "--admin-token", file.toString());
        assertThat(server.exits(ExitCode.BAD_CONFIGURATION).err())
                .startsWith("parley serve: --admin-token " + file + ": " + reason)
                .hasLineCount(1)
                .doesNotContain("canary");
        assertThat(client.exits(ExitCode.BAD_CONFIGURATION).err())
                .startsWith("parley ctl stop: --admin-token " + file + ": " + reason)
                .hasLineCount(1)
                .doesNotContain("canary");
        assertThat(server.out() + client.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"rw-r--r--", "rw----r--", "rw-r-----", "rw--w----", "rw-----w-"})
    void whatOthersMayReadOrChangeIsRefused(String permissions) throws IOException {
        isRefused(file(CANARY + "\n", permissions), "others than its owner may read or change it; chmod 600 ");
    }

    @Test
    void whatIsNoTokenIsRefused() throws IOException {
        isRefused(file("", "rw-------"), "is empty; (umask 077; openssl rand -hex 32 > ");
        isRefused(file("\n" + CANARY, "rw-------"), "is empty");
        isRefused(file("canary", "rw-------"), "holds fewer than 16 characters; ");
        isRefused(file(CANARY + " " + CANARY, "rw-------"), "holds blanks");
        isRefused(folder, "is a directory");
        isRefused(folder.resolve("missing"), "there is no such file; ");
    }

    @Test
    void itsFirstLineIsRead() throws IOException {
        assertThat(TokenFile.read(file(CANARY + "\r\nmore\n", "r--------")).authorization())
                .isEqualTo("Bearer " + CANARY);
    }
}
