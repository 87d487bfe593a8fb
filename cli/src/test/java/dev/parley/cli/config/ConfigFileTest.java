package dev.parley.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file says, and where it cannot be used. */
class ConfigFileTest {
    @TempDir
    Path folder;

    private ConfigFile read(String... lines) throws IOException {
        Path file = folder.resolve("p.toml");
        Files.writeString(file, String.join("\n", lines) + "\n");
        return ConfigFile.read(file);
    }

    private List<String> problems(String... lines) throws IOException {
        String folderName = folder + "/";
        return read(lines).problems().stream()
                .map(problem -> problem.toString().replace(folderName, ""))
                .toList();
    }

    @Test
    void settingsHaveTheirPlaceAndTheirText() throws IOException {
        ConfigFile file = read(
                "engine = \"selector\"",
                "allow-stop = true",
                "[limits]",
                "max-clients = 7",
                "[[endpoint]]",
                "address = \"pong://:1\"",
                "max-clients = 8");
        assertThat(file.problems()).isEmpty();
        assertThat(file.settings())
                .extracting(setting -> setting.key().option() + " " + setting.value())
                .containsExactlyInAnyOrder("--engine selector", "--allow-stop true", "--max-clients 7");
        assertThat(file.endpoints()).singleElement().satisfies(endpoint -> {
            assertThat(endpoint.address()).isEqualTo("pong://:1");
            assertThat(endpoint.origin()).endsWith("p.toml:6:1");
            assertThat(endpoint.settings().getFirst().value()).isEqualTo("8");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            engin = "selector"                   | p.toml:1:1: there is no setting 'engin'; did you mean 'engine'?
            max-client = 3                       | p.toml:1:1: there is no setting 'max-client'; did you mean 'limits.max-clients'?
            max-clients = 3                      | p.toml:1:1: there is no setting 'max-clients'; it is in [limits]
            limits.dir = "x"                     | p.toml:1:1: there is no setting 'dir' of [limits]; it is in [log]
            limits.engine = "x"                  | p.toml:1:1: there is no setting 'engine' of [limits]; it is in no table
            limits = 3                           | p.toml:1:1: 'limits' is a table: [limits]
            engine = 1.5                         | p.toml:1:1: 'engine' is text, a whole number, or true or false
            engine = ["selector"]                | p.toml:1:1: 'engine' is text, a whole number, or true or false
            socket-mode = 0o660                  | p.toml:1:1: 'socket-mode' is text, such as "0660"
            endpoint = "reverse"                 | p.toml:1:1: endpoints are tables in double brackets: [[endpoint]]
            endpoint = ["reverse"]               | endpoints are tables in double brackets: [[endpoint]]
            endpoint = [{engine = "virtual"}]    | an endpoint has an address, such as address = "reverse://127.0.0.1:8080"
            endpoint = [{address = 8080}]        | an address is text, such as "reverse://127.0.0.1:8080"
            endpoint = [{adress = "a", address = "reverse"}] | there is no setting 'adress' of [[endpoint]]; did you mean 'address'?
            endpoint = [{address = "reverse", drain = "3s"}] | there is no setting 'drain' of [[endpoint]]; it is in no table
            engine = selector                    | p.toml:1:10: Unexpected
            "a\\u001bb" = 1                      | p.toml:1:1: there is no setting 'a\\u001bb'
            """)
    void whatCannotBeUsedIsNamedWithItsPlace(String line, String problem) throws IOException {
        assertThat(problems(line)).singleElement().asString().contains(problem.strip());
    }

    @Test
    void aSettingThatIsThereTwiceIsNamed() throws IOException {
        assertThat(problems("engine = \"virtual\"", "engine = \"selector\""))
                .singleElement()
                .asString()
                .startsWith("p.toml:2:1: engine previously defined");
    }

    @Test
    void allProblemsAreSaidInTheirOrder() throws IOException {
        assertThat(read("x = 1", "[[endpoint]]", "[log]", "y = 1").problems())
                .extracting(Problem::line)
                .containsExactly(1, 2, 4);
    }

    @Test
    void aFileThatCannotBeReadIsAProblem() throws IOException {
        assertThat(ConfigFile.read(folder.resolve("none.toml")).problems())
                .extracting(Problem::text)
                .containsExactly("no such file");
        assertThat(ConfigFile.read(folder).problems())
                .extracting(Problem::text)
                .singleElement()
                .asString()
                .startsWith("it cannot be read");
        Path binary = folder.resolve("binary.toml");
        Files.write(binary, "# \u00e4".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(ConfigFile.read(binary).problems())
                .extracting(Problem::text)
                .containsExactly("it is not text in UTF-8");
    }
}
