package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.Transcript;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that cannot be read is the same error, in the same words, for every command. */
class InputFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"put queue FILE", "load reverse --messages FILE", "report FILE", "report a= FILE b= FILE"})
    void aMissingFileIsNamed(String command) {
        String missing = folder.resolve("missing").toString();

        Transcript failed =
                Transcript.of(command.replace("FILE", missing).split(" ")).exits(ExitCode.FAILED);

        assertThat(failed.out()).isEmpty();
        assertThat(failed.err())
                .endsWith(": there is no file '" + missing + "'\n")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"put queue FILE", "load reverse --messages FILE", "report FILE"})
    void aNameThatNoFileCanHaveIsNamed(String command) {
        Transcript failed =
                Transcript.of(command.replace("FILE", "a\0b").split(" ")).exits(ExitCode.FAILED);

        assertThat(failed.err())
                .contains("the file 'a\\u0000b' cannot be read: ")
                .hasLineCount(1);
    }
}
