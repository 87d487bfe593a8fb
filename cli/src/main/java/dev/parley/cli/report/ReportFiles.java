package dev.parley.cli.report;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.OutputFile;
import dev.parley.cli.shell.ResultFile;
import dev.parley.core.PrintableText;
import dev.parley.result.LoadResult;
import dev.parley.result.NamedResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The results someone named on the command line, in groups where they have names. */
final class ReportFiles {
    /** A name has no slash, so that {@code ./a=b.json} is a file. */
    private static final Pattern NAMED = Pattern.compile("([^/=]+)=(.*)");

    private static final String STDIN = "-";

    private final Console console;
    private final SequencedMap<String, List<NamedResult>> named = new LinkedHashMap<>();
    private final List<NamedResult> unnamed = new ArrayList<>();
    private final List<Path> paths = new ArrayList<>();
    private boolean stdinRead;

    private ReportFiles(Console console) {
        this.console = console;
    }

    /** Reads all of them. */
    static ReportFiles read(List<String> words, Console console) throws IOException {
        ReportFiles files = new ReportFiles(console);
        List<NamedResult> group = files.unnamed;
        for (String word : words) {
            Matcher matcher = NAMED.matcher(word);
            if (!matcher.matches()) {
                group.add(files.read(word));
            } else {
                group = files.named.computeIfAbsent(matcher.group(1), _ -> new ArrayList<>());
                if (!matcher.group(2).isEmpty()) {
                    group.add(files.read(matcher.group(2)));
                    group = files.unnamed;
                }
            }
        }
        files.check();
        return files;
    }

    private void check() {
        named.forEach((name, files) -> {
            if (files.isEmpty()) {
                throw new Failure(ExitCode.USAGE, "no file follows '" + PrintableText.of(name) + "='");
            }
        });
        if (isNamed() && !unnamed.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "'" + PrintableText.of(unnamed.getFirst().name())
                            + "' has no name and others have one; write NAME=FILE for each, or NAME= before several");
        }
    }

    boolean isNamed() {
        return !named.isEmpty();
    }

    SequencedMap<String, List<NamedResult>> named() {
        return named;
    }

    List<NamedResult> unnamed() {
        return unnamed;
    }

    /** A report must not overwrite a result that it is made of. */
    void mustNotBe(OutputFile output) throws IOException {
        for (Path path : paths) {
            if (output.isSameAs(path)) {
                throw new Failure(
                        ExitCode.USAGE, "'" + PrintableText.of(path.toString()) + "' is read; write to another file");
            }
        }
    }

    private NamedResult read(String file) throws IOException {
        if (file.equals(STDIN)) {
            String name = "standard input";
            if (stdinRead) {
                throw new Failure(ExitCode.USAGE, "standard input can be read once only; give '-' once");
            }
            stdinRead = true;
            return new NamedResult(name, ResultFile.read(name, console.in()));
        }
        LoadResult result = ResultFile.read(file);
        paths.add(Path.of(file));
        return new NamedResult(file, result);
    }
}
