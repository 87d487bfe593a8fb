package dev.parley.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.cli.serve.ServeCommand;
import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Which value a setting has when it is set in several places. */
class SettingsTest {
    /** How a server is run, not what it does. */
    private static final Set<String> NO_SETTINGS = Set.of("--config", "--help", "--json", "--until-eof", "--version");

    private final CommandSpec serve = new CommandLine(new ServeCommand(Console.ofProcess())).getCommandSpec();

    @TempDir
    Path folder;

    private Path file(String... lines) throws IOException {
        return Files.writeString(folder.resolve("p.toml"), String.join("\n", lines) + "\n");
    }

    @Test
    void everyOptionOfServeIsASetting() {
        Set<String> options = new TreeSet<>();
        for (OptionSpec option : serve.options()) {
            options.add(Arrays.stream(option.names())
                    .filter(name -> name.startsWith("--"))
                    .findFirst()
                    .orElseThrow());
        }
        options.removeAll(NO_SETTINGS);
        assertThat(new TreeSet<>(Keys.ALL.stream().map(Key::option).toList())).isEqualTo(options);
    }

    @Test
    void theEnvironmentGoesOverTheFile() throws IOException {
        Path file = file("engine = \"selector\"", "drain = \"3s\"", "allow-stop = true", "[limits]", "max-clients = 7");
        Settings settings = Settings.read(
                file, Map.of("PARLEY_MAX_CLIENTS", "9", "PARLEY_ALLOW_STOP", "false", "PARLEY_ENGINE", ""));
        assertThat(settings.words(serve))
                .containsExactlyInAnyOrder("--engine=selector", "--drain=3s", "--max-clients=9");
    }

    @Test
    void anEndpointsOwnGoesOverTheFilesAndTheEnvironmentOverBoth() throws IOException {
        Path file = file(
                "engine = \"selector\"",
                "drain = \"3s\"",
                "limits.idle-timeout = \"5s\"",
                "[[endpoint]]",
                "address = \"pong\"",
                "engine = \"virtual\"",
                "idle-timeout = \"7s\"",
                "[[endpoint]]",
                "address = \"reverse\"");
        Settings settings = Settings.read(file, Map.of("PARLEY_IDLE_TIMEOUT", "9s"));
        assertThat(settings.addresses()).containsExactly("pong", "reverse");
        assertThat(settings.words(0, serve)).containsExactlyInAnyOrder("--engine=virtual", "--idle-timeout=9s");
        assertThat(settings.words(1, serve)).containsExactlyInAnyOrder("--engine=selector", "--idle-timeout=9s");
    }

    @Test
    void theEnvironmentMayNameTheFileUnlessOneIsTyped() throws IOException {
        Path file = file("engine = \"selector\"");
        Path other = Files.writeString(folder.resolve("o.toml"), "engine = \"virtual\"\n");
        Map<String, String> environment = Map.of("PARLEY_CONFIG", file.toString());
        assertThat(Settings.read(null, environment).words(serve)).containsExactly("--engine=selector");
        assertThat(Settings.read(other, environment).words(serve)).containsExactly("--engine=virtual");
        assertThat(Settings.read(null, Map.of()).isEmpty()).isTrue();
    }

    @Test
    void aValueThatCannotBeIsNamedWithItsPlace() throws IOException {
        Settings settings = Settings.read(
                file("drain = 8", "allow-stop = \"maybe\"", "limits.max-clients = 7"), Map.of("PARLEY_THREADS", "few"));
        assertThatThrownBy(() -> settings.requireValues(serve.commandLine()))
                .isInstanceOf(Failure.class)
                .message()
                .isEqualTo("""
                        F:1:1: drain: invalid duration '8'; expected 250ms, 0.5s, 10m or 1m30s
                        F:2:1: allow-stop: it is true or false
                        PARLEY_THREADS: threads: 'few' is not a whole number from 1 up""".replace("F:", folder.resolve("p.toml") + ":"));
    }

    @Test
    void aVariableThatIsNoSettingIsNamed() {
        assertThat(Settings.unknownVariables(Map.of(
                        "PARLEY_MAX_CLIENT", "1", "PARLEY_JAVA_OPTS", "-Xmx1g", "PARLEY_ENGINE", "x", "PATH", "/bin")))
                .containsExactly("there is no setting PARLEY_MAX_CLIENT; did you mean 'PARLEY_MAX_CLIENTS'?");
    }

    /** Each line of it that is commented out, put in. */
    @Test
    void theExampleHasEverySettingAndCanBeUsed() throws IOException {
        List<String> lines = InitCommand.example()
                .lines()
                .map(line -> line.matches("#[a-z\\[].*") ? line.substring(1) : line)
                .filter(line -> !line.startsWith("think-client"))
                .toList();
        Settings settings = Settings.read(file(lines.toArray(String[]::new)), Map.of());
        settings.requireValues(serve.commandLine());
        Set<Key> set =
                Set.copyOf(settings.file().settings().stream().map(Setting::key).toList());
        assertThat(settings.addresses()).hasSize(2);
        assertThat(Keys.ALL.stream().filter(key -> !set.contains(key)).map(Key::name))
                .containsExactly("think-client");
    }
}
