package dev.parley.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service and an engine from a plug-in, used by the whole program. */
@Tag("slow")
class PluginTest {
    @TempDir
    Path folder;

    private Path plugin = Path.of("");
    /** Names that need no resolver. */
    private Path hosts = Path.of("");

    @BeforeEach
    void builds() throws IOException {
        plugin = BuiltPlugin.in(folder);
        hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.7\n127.0.0.8\n");
    }

    private Process parley(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                BuiltPlugin.CLASS_PATH + File.pathSeparator + plugin,
                "dev.parley.cli.Main"));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** What it prints, both streams together; fails when it ends with another code. */
    private String output(int exitCode, String... words) throws Exception {
        Process process = parley(words);
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(text).isEqualTo(exitCode);
        return text;
    }

    private static String endpoint(BufferedReader out) throws IOException {
        String line = out.readLine();
        while (line != null && !line.startsWith("ready ")) {
            line = out.readLine();
        }
        assertThat(line).startsWith("ready lookup+tcp://127.0.0.1:");
        return line.substring("ready ".length());
    }

    @Test
    void itsServiceAndItsEngineAreListedServedAndSentTo() throws Exception {
        assertThat(output(0, "serve", "--help")).contains("lookup").contains("traced");
        Process server = parley("serve", "lookup://:0", "--engine", "traced", "--until-eof");
        try (BufferedReader out = server.inputReader(UTF_8)) {
            assertThat(output(0, "send", endpoint(out), "127.0.0.7")).isEqualTo("127.0.0.7\n");
            server.getOutputStream().close();
            assertThat(out.lines()).anyMatch(row -> row.startsWith("traced: 127.0.0.1:"));
        } finally {
            server.destroy();
        }
    }

    @Test
    void itsServiceBlocksAndIsRefusedOnAnEventLoop() throws Exception {
        assertThat(output(2, "serve", "lookup://:0", "--engine", "selector"))
                .contains("lookup blocks")
                .doesNotContain("ready");
    }

    @Test
    void itsServiceIsLoadedAndItsRepliesAreCounted() throws Exception {
        Process server = parley("serve", "lookup://:0", "--until-eof");
        try (BufferedReader out = server.inputReader(UTF_8)) {
            String load = output(
                    0,
                    "load",
                    endpoint(out),
                    "--lines",
                    hosts.toString(),
                    "--closed",
                    "--count",
                    "40",
                    "--warmup",
                    "0");
            assertThat(load)
                    .contains("closed loop, 10 clients, depth 1, 2 given, 9 bytes\n")
                    .contains("requests: 40 measured, 40 replies (not checked")
                    .contains("errors: 0\n");
        } finally {
            server.destroy();
        }
    }

    @Test
    void itsServiceIsNotComparedOnAnEventLoop() throws Exception {
        assertThat(output(69, "compare", "lookup", "--engines", "selector", "--lines", hosts.toString()))
                .contains("lookup blocks")
                .doesNotContain("round 1/");
    }

    @Test
    void itsServiceIsComparedOnEveryEngineThatMayBlockItsOwnToo() throws Exception {
        String table = output(
                0,
                "compare",
                "lookup",
                "--lines",
                hosts.toString(),
                "--rounds",
                "1",
                "--closed",
                "--clients",
                "1",
                "--count",
                "25",
                "--warmup",
                "0",
                "--first-warmup",
                "0");
        assertThat(table)
                .contains("lookup: closed loop, 1 clients, depth 1, 2 given, 9 bytes\n")
                .containsPattern("(?m)^. threads +[0-9.,]+ .* 0$")
                .containsPattern("(?m)^. virtual +[0-9.,]+ .* 0$")
                .containsPattern("(?m)^. traced +[0-9.,]+ .* 0$")
                .doesNotContain("selector");
    }
}
