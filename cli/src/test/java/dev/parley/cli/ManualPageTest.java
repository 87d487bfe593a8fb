package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManualPageTest {
    @TempDir
    Path folder;

    @Test
    void aPageHasWhatTheHelpHas() {
        String page = Transcript.of("manual", "serve").exits(ExitCode.OK).out();

        assertThat(page)
                .startsWith(".TH \"PARLEY\\-SERVE\" 1 ")
                .contains("\nparley\\-serve \\- serves one or more services until it is interrupted\n")
                .contains("\n\\fB\\-\\-drain\\fR\\fI=D\\fR\ngraceful shutdown timeout (default: 8s)\n")
                .contains("80 % of the descriptors")
                .contains("Engines:", "\\fBparley\\fR(1)\n");
    }

    @Test
    void everyCommandHasAPageAndIsNamedInTheOneOfItsParent() throws IOException {
        assertThat(Transcript.of("manual", "--all", folder.toString())
                        .exits(ExitCode.OK)
                        .out())
                .isEmpty();

        assertThat(pages()).contains("parley.1", "parley-serve.1", "parley-queue-purge.1", "parley-manual.1");
        assertThat(Files.readString(folder.resolve("parley.1"))).contains("\\fBparley\\-queue\\fR(1)");
        assertThat(Files.readString(folder.resolve("parley-queue.1"))).contains("\\fBparley\\-queue\\-purge\\fR(1)");
    }

    @Test
    void refusesWhatIsNoCommandAndOneOfAll() {
        assertThat(Transcript.of("manual", "please").exits(ExitCode.USAGE).err())
                .isEqualTo("parley manual: there is no command 'please'\n");
        assertThat(Transcript.of("manual", "serve", "--all", folder.toString())
                        .exits(ExitCode.USAGE)
                        .err())
                .contains("--all writes every page");
        assertThat(folder).isEmptyDirectory();
    }

    /** groff's own warnings, of every page. */
    @Tag("slow")
    @Test
    void manHasNothingToWarnOf() throws IOException {
        boolean groff = Files.isExecutable(Path.of("/usr/bin/groff"));
        if (!groff) {
            System.err.println("skipped: no groff to format the manual pages with");
        }
        assumeTrue(groff, "no groff to format the manual pages with");
        Transcript.of("manual", "--all", folder.toString()).exits(ExitCode.OK);
        List<String> command = new ArrayList<>(List.of("/usr/bin/groff", "-man", "-Tutf8", "-ww", "-b", "-rLL=110n"));
        pages().forEach(page -> command.add(folder.resolve(page).toString()));

        try (ChildProgram formatting = ChildProgram.start(command)) {
            assertThat(formatting.exitCode()).isZero();
            assertThat(formatting.errText()).isEmpty();
            assertThat(formatting.outText().replaceAll("\u001b\\[\\d+m", ""))
                    .contains("parley serve reverse://:8080 --threads 3", "--socket-mode=MODE");
        }
    }

    private List<String> pages() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
