package dev.parley.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {
    @TempDir
    Path folder;

    private String file(String... lines) throws IOException {
        return Files.writeString(folder.resolve("p.toml"), String.join("\n", lines) + "\n")
                .toString();
    }

    @Test
    void checkSaysThatAFileCanBeUsed() throws IOException {
        String file = file("engine = \"virtual\"", "[[endpoint]]", "address = \"pong://:0\"", "max-clients = 3");
        assertThat(Transcript.of("config", "check", file).exits(ExitCode.OK).out())
                .isEqualTo(file + ": 2 settings, 1 endpoint, as serve can use them\n");
    }

    @Test
    void checkNamesWhatDoesNotGoTogether() throws IOException {
        String file = file("store.location = \"sqlite:x.db\"", "[[endpoint]]", "address = \"pong://:0\"");
        assertThat(Transcript.of("config", "check", file)
                        .exits(ExitCode.BAD_CONFIGURATION)
                        .err())
                .isEqualTo("parley config check: " + file
                        + ": --store, --queue-messages and --queue-bytes require a queue\n");
        String other = file("[[endpoint]]", "address = \"pong+udp://:0\"", "write-timeout = \"3s\"");
        assertThat(Transcript.of("config", "check", other)
                        .exits(ExitCode.BAD_CONFIGURATION)
                        .err())
                .contains("--write-timeout does not apply to UDP");
        String address = file("[[endpoint]]", "address = \"pong:8080\"");
        assertThat(Transcript.of("config", "check", address)
                        .exits(ExitCode.BAD_CONFIGURATION)
                        .err())
                .startsWith("parley config check: " + file + ":2:1: address: 'pong:8080' names no service");
    }

    /** What is set for all of them has to apply to one. */
    @Test
    void whatAppliesToSomeEndpointsMayBeSetForAll() throws IOException {
        String file = file(
                "loops = 1",
                "socket-mode = \"0660\"",
                "[limits]",
                "write-timeout = \"3s\"",
                "[[endpoint]]",
                "address = \"pong+udp://:0\"",
                "[[endpoint]]",
                "address = \"pong://:0\"",
                "engine = \"selector\"",
                "[[endpoint]]",
                "address = \"pong+unix:x.sock\"",
                "engine = \"threads\"",
                "threads = 2");
        Transcript.of("config", "check", file).exits(ExitCode.OK);
        String none = file("limits.write-timeout = \"3s\"", "[[endpoint]]", "address = \"pong+udp://:0\"");
        assertThat(Transcript.of("config", "check", none)
                        .exits(ExitCode.BAD_CONFIGURATION)
                        .err())
                .contains("--write-timeout does not apply to UDP");
    }

    @Test
    void whatIsShownCanBeReadAgain() throws IOException {
        String file = file(
                "engine = \"selector\"",
                "[limits]",
                "max-clients = 7",
                "[log]",
                "dir = \"a \\\"b\\\\c\"",
                "[[endpoint]]",
                "address = \"pong://:0\"",
                "engine = \"virtual\"");
        String shown = Transcript.of("config", "show", "--config", file)
                .exits(ExitCode.OK)
                .out();
        Path again = Files.writeString(folder.resolve("again.toml"), shown);
        assertThat(Transcript.of("config", "show", "--config", again.toString()).out())
                .isEqualTo(shown)
                .contains("max-clients = 7\n", "dir = \"a \\\"b\\\\c\"\n", "engine = \"virtual\"\n");
    }

    @Test
    void originsAreShownAndWhatWouldBeTypedGoesOverTheFile() throws IOException {
        String file = file("engine = \"selector\"", "drain = \"3s\"");
        String shown = Transcript.of("config", "show", "--origin", "--config", file, "--", "--engine", "virtual")
                .exits(ExitCode.OK)
                .out();
        assertThat(shown)
                .containsPattern("(?m)^engine +virtual +the command line$")
                .containsPattern("(?m)^drain +3s +" + file + ":2:1$")
                .containsPattern("(?m)^limits.idle-timeout +60s +default$");
    }

    @Test
    void wordsThatServeDoesNotTakeAreRefused() {
        assertThat(Transcript.of("config", "show", "--", "--bogus")
                        .exits(ExitCode.USAGE)
                        .err())
                .isEqualTo("parley config show: Unknown option: '--bogus'\n");
    }

    @Test
    void noPasswordIsShown() throws IOException {
        String file = file("store.location = \"postgresql://me:canary@db/jobs?password=canary&sslpassword=canary\"");
        assertThat(Transcript.of("config", "show", "--config", file).out())
                .contains("db/jobs")
                .doesNotContain("canary");
        assertThat(Transcript.of("config", "show", "--origin", "--config", file).out())
                .contains("db/jobs")
                .doesNotContain("canary");
    }

    @Test
    void initMakesAFileAndLeavesOneThatIsThere() throws IOException {
        String file = folder.resolve("new.toml").toString();
        Transcript.of("config", "init", file).exits(ExitCode.OK);
        assertThat(Files.readString(Path.of(file)))
                .isEqualTo(Transcript.of("config", "init").exits(ExitCode.OK).out());
        Transcript.of("config", "check", file).exits(ExitCode.OK);
        Files.writeString(Path.of(file), "mine");
        assertThat(Transcript.of("config", "init", file).exits(ExitCode.FAILED).err())
                .contains("is there already, and is left as it is");
        assertThat(Files.readString(Path.of(file))).isEqualTo("mine");
    }

    @Test
    @Tag("slow")
    void aServerHasItsEndpointsFromTheFileEachWithItsEngine() throws IOException {
        String file = file(
                "engine = \"selector\"",
                "[[endpoint]]",
                "address = \"reverse://:0\"",
                "engine = \"virtual\"",
                "[[endpoint]]",
                "address = \"pong://:0\"",
                "[[endpoint]]",
                "address = \"pong+udp://:0\"");
        try (ParleyProcess server = ParleyProcess.start("serve", "--config", file, "--json")) {
            server.program().awaitText("\\{.*pong\\+udp");
            assertThat(server.program().outText().lines())
                    .satisfiesExactly(
                            line -> assertThat(line).contains("reverse+tcp", "\"engine\":\"virtual\""),
                            line -> assertThat(line).contains("pong+tcp", "\"engine\":\"selector\""),
                            line -> assertThat(line).contains("pong+udp", "\"engine\":\"selector\""));
        }
    }

    @Test
    @Tag("slow")
    void whatIsTypedGoesOverTheEnvironmentAndTheFile() throws IOException {
        String file = file("engine = \"sequential\"", "[[endpoint]]", "address = \"reverse://:0\"");
        Map<String, String> environment = Map.of("PARLEY_CONFIG", file, "PARLEY_ENGINE", "virtual");
        try (ParleyProcess server = ParleyProcess.start(environment, "serve", "--json")) {
            server.program().awaitText("reverse\\+tcp.*\"engine\":\"virtual\"");
        }
        try (ParleyProcess server =
                ParleyProcess.start(environment, "serve", "pong://:0", "--engine", "threads", "--json")) {
            server.program().awaitText("pong\\+tcp.*\"engine\":\"threads\"");
        }
    }
}
