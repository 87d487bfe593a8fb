package dev.parley.cli.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.EncryptedKey;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import dev.parley.testkit.PostgresServer;
import dev.parley.testkit.TlsFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise T5: secrets never appear. A server has a token for its control, a password for the key of its certificate and one for its
 * database, each with a word in it that is looked for in all that can be seen from outside.
 */
@Tag("slow")
class PromiseT5Test {
    private static final String CANARY = "canary";

    @TempDir
    Path folder;

    /** What was seen, and where. */
    private final List<String> seen = new ArrayList<>();

    private Path secret(String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private void see(String where, String text) {
        seen.add(where + ": " + text);
    }

    private Transcript ctl(String... words) {
        Transcript transcript = Transcript.of(words);
        see("ctl", transcript.out() + transcript.err());
        return transcript;
    }

    /** As soon as it is this program: a moment long it is a copy of the test's. */
    private void seeProcess(ParleyProcess process) {
        Path file = Path.of("/proc", Long.toString(process.program().pid()), "cmdline");
        String line = await().until(
                        () -> Files.readString(file, StandardCharsets.UTF_8).replace('\0', ' '),
                        text -> text.contains(" dev.parley.cli.Main "));
        see("the process list", line);
    }

    private void seePages(String admin) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String page :
                    List.of("metrics", "healthz", "readyz", "status", "version", "", "control/stop", "nothing")) {
                HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + admin + "/" + page))
                        .header("Authorization", "Bearer " + CANARY + "-which-is-wrong")
                        .build();
                var answer = client.send(request, BodyHandlers.ofString());
                see("/" + page, answer.headers().map() + answer.body());
            }
        }
    }

    private void seeLogs(Path logs) throws IOException {
        try (Stream<Path> files = Files.list(logs)) {
            for (Path file : files.toList()) {
                see(file.toString(), Files.readString(file));
            }
        }
    }

    @Test
    void noSecretAppearsAnywhere() throws Exception {
        TlsFiles.in(folder);
        Path token = secret("token", CANARY + "-token-0123456789");
        Path wrong = secret("wrong", CANARY + "-wrong-0123456789");
        Path password = secret("password", CANARY + "-key");
        Files.writeString(folder.resolve("encrypted.key"), EncryptedKey.pem(CANARY + "-key"));
        String store = "postgresql:" + PostgresServer.shared().newDatabase() + "&password=" + CANARY + "-database";
        Path logs = folder.resolve("logs");
        Path socket = folder.resolve("c.sock");
        String settings = """
                drain = "2s"
                [store]
                location = "%s"
                ack = "memory"
                [admin]
                address = "127.0.0.1:0"
                token-file = "%s"
                control = "unix:%s"
                [log]
                verbose = true
                dir = "%s"
                [[endpoint]]
                address = "beanstalk://127.0.0.1:0"
                [[endpoint]]
                address = "reverse+tls://127.0.0.1:0"
                tls-cert = "%s"
                tls-key = "%s"
                tls-key-password-file = "%s"
                """.formatted(
                store, token, socket, logs, folder.resolve("server.pem"), folder.resolve("encrypted.key"), password);
        Path file = secret("p.toml", settings);
        try (ParleyProcess server = ParleyProcess.start("serve", "--config", file.toString(), "--json")) {
            String admin = server.program()
                    .awaitText("\"kind\":\"admin\",\"url\":\"http://([^\"]+)\"")
                    .group(1);
            server.program().awaitText("\"kind\":\"ready\",\"endpoint\":\"reverse\\+tls");
            seeProcess(server);
            seePages(admin);
            for (Path shown : List.of(token, wrong)) {
                for (String action : List.of("status", "drain", "undrain", "reload")) {
                    ctl("ctl", action, "--admin", admin, "--admin-token", shown.toString());
                    ctl("ctl", action, "--admin", admin, "--admin-token", shown.toString(), "--json");
                }
            }
            ctl("ctl", "status", "--control", "unix:" + socket).exits(ExitCode.OK);
            ctl("ctl", "log-level", "debug", "--control", "unix:" + socket).exits(ExitCode.OK);
            for (String mistake : List.of(
                    "[store]\nlocation = \"postgresql://me:" + CANARY + "@db/x\n",
                    "[store]\nlocation = postgresql://me:" + CANARY + "@db/x\n",
                    "[store]\nlocaton = \"postgresql://me:" + CANARY + "@db/x\"\n",
                    "[store]\nlocation = \"postgresql://me:" + CANARY + "@db:x:y/x\"\n",
                    "[store]\nlocation = \"mysql://me:" + CANARY + "@db/x\"\n")) {
                Files.writeString(file, mistake);
                ctl("ctl", "reload", "--control", "unix:" + socket);
                server.signal("HUP");
            }
            seeCommand(admin, token);
            server.signal("USR1");
            server.program().awaitText("INFO.*parley_store_healthy 1.0");
            ctl("ctl", "stop", "--control", "unix:" + socket).exits(ExitCode.OK);
            server.program().exitCode();
            see("standard output", server.program().outText());
            see("standard error", server.err());
        }
        seeLogs(logs);
        assertThat(seen).hasSizeGreaterThan(30).noneMatch(text -> text.contains(CANARY));
        assertThat(String.join("\n", seen))
                .as("that there was something to see")
                .contains("audit action=drain", "wrong token", "parley_store_healthy", "result=done", "settings");
    }

    /** The list of processes while {@code ctl} runs: a JVM takes longer to start than its command line to be read. */
    private void seeCommand(String admin, Path token) throws IOException {
        try (ParleyProcess command =
                ParleyProcess.start("ctl", "drain", "--admin", admin, "--admin-token", token.toString())) {
            seeProcess(command);
            command.program().exitCode();
            see("ctl, as a process", command.program().outText() + command.err());
        }
    }
}
