package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the shells complete, asked of the shells. */
class CompletionTest {
    @TempDir
    Path folder;

    private static String script(String shell) {
        return Transcript.of("completion", shell).exits(ExitCode.OK).out();
    }

    private static void required(String shell) {
        boolean there = Files.isExecutable(Path.of("/usr/bin", shell));
        if (!there) {
            System.err.println("skipped: no " + shell + " to complete with");
        }
        assumeTrue(there, "no " + shell + " to complete with");
    }

    private String run(String shell, String typed, String... before) throws IOException {
        required(shell);
        Files.writeString(folder.resolve("_parley"), script(shell));
        Files.writeString(folder.resolve("notes.txt"), "");
        String commands = "cd '" + folder + "'\n" + String.join("\n", before) + "\n" + typed + "\n";
        try (ChildProgram child = ChildProgram.start(List.of(shell, "-c", commands))) {
            assertThat(child.exitCode()).as(child.errText()).isZero();
            assertThat(child.errText()).isEmpty();
            return child.outText();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void everyShellKnowsEveryCommand(String shell) {
        assertThat(script(shell)).contains("manual", "think-client", "undrain", "selector");
    }

    @Test
    void bashIsTheDefaultAndOthersAreRefused() {
        assertThat(Transcript.of("completion").exits(ExitCode.OK).out()).isEqualTo(script("bash"));
        assertThat(Transcript.of("completion", "tcsh").exits(ExitCode.USAGE).err())
                .contains("tcsh", "BASH, ZSH, FISH");
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "parley que | queue",
                "parley queue pur | purge",
                "parley serve --think-c | --think-client",
                "parley serve --engine sel | selector",
                "parley completion fi | fish",
                "parley put queue no | notes.txt",
                "parley serve --config no | notes.txt"
            })
    void fishCompletes(String typed, String expected) throws IOException {
        assertThat(run("fish", "complete -C '" + typed + "'", "source _parley")
                        .lines()
                        .map(line -> line.split("\t", 2)[0]))
                .containsExactly(expected);
    }

    @Tag("slow")
    @Test
    void fishOffersNoFilesWhereNoneAreExpectedAndCommandsInTheirPlaceOnly() throws IOException {
        assertThat(run("fish", "complete -C 'parley serve no'", "source _parley"))
                .isEmpty();
        assertThat(run("fish", "complete -C 'parley serve que'", "source _parley"))
                .isEmpty();
        assertThat(run("fish", "complete -C 'parley no'", "source _parley")).isEmpty();
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"que,queue", "queue pur,purge", "serve --think-c,--think-client"})
    void bashCompletes(String typed, String expected) throws IOException {
        assertThat(run(
                        "bash",
                        "COMP_WORDS=(parley " + typed + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _complete_parley; "
                                + "printf '%s\\n' \"${COMPREPLY[@]}\"",
                        "source ./_parley",
                        "compopt() { :; }")) // works only while a key is handled
                .isEqualToIgnoringWhitespace(expected);
    }

    /** Both ways to have it, in a shell on a terminal: sourced, and as a function in a folder of {@code fpath}; the second time, too. */
    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"source ./_parley", "true"})
    void zshCompletes(String how) throws IOException {
        assertThat(run(
                        "zsh",
                        "print -r -- $shown",
                        "zmodload zsh/zpty",
                        "zpty shell zsh -f -i",
                        "zpty -w shell 'fpath=($PWD $fpath); autoload -U compinit; compinit -u -d dump; " + how
                                + "; echo rea''dy'",
                        "zpty -r shell shown '*ready*'",
                        "zpty -w -n shell $'parley serve --think-c\\t'",
                        "zpty -r shell shown '*lient*'",
                        "zpty -w -n shell $'\\Cu'",
                        "zpty -w -n shell $'parley queue pur\\t'",
                        "zpty -r shell shown '*ge*'",
                        "zpty -d shell"))
                .contains("ge");
    }
}
