package dev.parley.cli.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import dev.parley.tls.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsInitTest {
    @TempDir
    Path folder;

    @Test
    void whatItMakesServesBothKindsOfTls() throws Exception {
        Path lab = folder.resolve("lab");
        Transcript made = Transcript.of("tls", "init", lab.toString(), "--host", "box.example", "--host", "192.0.2.7")
                .exits(ExitCode.OK);
        assertThat(made.out()).contains("ca.pem", "parley serve reverse+tls://:8443 --tls-cert " + lab);
        for (String key : List.of("server.key", "client.key")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lab.resolve(key))))
                    .isEqualTo("rw-------");
        }
        X509Certificate server =
                Certificates.authorities(lab.resolve("server.pem")).all().getFirst();
        assertThat(server.getSubjectAlternativeNames())
                .map(name -> String.valueOf(name.get(1)))
                .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "box.example", "192.0.2.7");

        String ca = lab.resolve("ca.pem").toString();
        try (ParleyProcess serving = ParleyProcess.serve(
                "reverse+mtls://[::1]:0",
                "--tls-cert",
                lab.resolve("server.pem").toString(),
                "--tls-key",
                lab.resolve("server.key").toString(),
                "--tls-ca",
                ca)) {
            Transcript sent = Transcript.of(
                            "send",
                            "reverse+mtls://[::1]:" + serving.port(),
                            "--tls-ca",
                            ca,
                            "--tls-cert",
                            lab.resolve("client.pem").toString(),
                            "--tls-key",
                            lab.resolve("client.key").toString(),
                            "Hello")
                    .exits(ExitCode.OK);
            assertThat(sent.out()).isEqualTo("olleH\n");
        }
    }

    @Test
    void leavesFilesAloneThatAreThere() throws Exception {
        Path key = Files.writeString(folder.resolve("client.key"), "mine");
        Transcript refused = Transcript.of("tls", "init", folder.toString()).exits(ExitCode.FAILED);
        assertThat(refused.err()).contains("client.key is there already");
        assertThat(key).hasContent("mine");
        assertThat(folder.resolve("ca.pem")).doesNotExist();
    }

    @Test
    void refusesWhatIsNoHost() {
        assertThat(Transcript.of("tls", "init", folder.toString(), "--host", "a,dns:b")
                        .exits(ExitCode.USAGE)
                        .err())
                .contains("is no name or address of a host");
    }
}
