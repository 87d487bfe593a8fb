package dev.parley.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.testing.Transcript;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands say when nothing runs. */
class ClusterCommandTest {
    @TempDir
    Path folder;

    private Path written() throws IOException {
        Laboratory laboratory = new Laboratory(folder.resolve("lab"), new Ports(20_000));
        LaboratoryFiles.write(laboratory, Account.OWN, Path.of("/usr/lib/postgresql/15/bin"));
        return laboratory.directory();
    }

    @Test
    void aFolderWithoutALaboratoryIsSaidInALine() {
        for (String command : new String[] {"up", "down", "status"}) {
            assertThat(Transcript.of("cluster", command, folder.toString())
                            .exits(ExitCode.USAGE)
                            .err())
                    .isEqualTo("parley cluster " + command + ": there is no laboratory in " + folder
                            + "; 'parley cluster init DIR' makes one\n");
        }
        assertThat(Transcript.of("cluster").exits(ExitCode.USAGE).err()).contains("one of init, up, down, status");
    }

    @Test
    void showsAllThatDoesNotRun() throws IOException {
        Transcript status =
                Transcript.of("cluster", "status", written().toString()).exits(ExitCode.FAILED);

        assertThat(status.out()).isEqualTo("""
                name        port      pid  state
                etcd       20000        -  down
                patroni-1  20011        -  down
                db-1       20021        -  down
                patroni-2  20012        -  down
                db-2       20022        -  down
                patroni-3  20013        -  down
                db-3       20023        -  down
                parley-1   20031        -  down
                parley-2   20032        -  down
                """);
    }

    @Test
    void statusIsOneObjectForPrograms() throws IOException {
        Path directory = written();
        Transcript status = Transcript.of("cluster", "status", directory.toString(), "--json")
                .exits(ExitCode.FAILED);

        assertThat(status.out())
                .hasLineCount(1)
                .startsWith("{\"kind\":\"laboratory\",\"directory\":\"" + directory + "\",\"endpoint\":"
                        + "\"beanstalk://127.0.0.1:20031,127.0.0.1:20032/default\",\"well\":false,\"primary\":null,"
                        + "\"processes\":[{\"name\":\"etcd\",\"port\":20000,\"pid\":null,\"state\":\"down\",\"well\":false},"
                        + "{\"name\":\"patroni-1\",\"port\":20011,")
                .endsWith("{\"name\":\"parley-2\",\"port\":20032,\"pid\":null,\"state\":\"down\",\"well\":false}]}\n");
        assertThat(status.err()).isEmpty();
    }

    @Test
    void downHasNothingToDo() throws IOException {
        Path directory = written();

        assertThat(Transcript.of("cluster", "down", directory.toString())
                        .exits(ExitCode.OK)
                        .err())
                .isEqualTo("nothing runs of the laboratory in " + directory + "\n");
    }

    @Test
    void aPortThatIsTakenIsNamedWithTheWayOut() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> FreePorts.require(Map.of("db-2", taken.getLocalPort())))
                    .isInstanceOf(Failure.class)
                    .hasMessage(
                            "port " + taken.getLocalPort() + ", for db-2, is in use: end what listens there, or make"
                                    + " a laboratory on other ports with 'parley cluster init DIR --base-port N'")
                    .extracting(failure -> ((Failure) failure).exitCode())
                    .isEqualTo(ExitCode.UNAVAILABLE);
        }
    }

    @Test
    void aBasePortLeavesRoomForAll() {
        assertThat(Transcript.of("cluster", "init", folder.resolve("lab").toString(), "--base-port", "65500")
                        .exits(ExitCode.USAGE)
                        .err())
                .isEqualTo("parley cluster init: the base port is from 1024 to 65495\n");
    }
}
