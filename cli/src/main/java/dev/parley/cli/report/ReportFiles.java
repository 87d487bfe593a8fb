package dev.parley.cli.report;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.InputFile;
import dev.parley.cli.shell.OutputFile;
import dev.parley.core.PrintableText;
import dev.parley.result.LoadResult;
import dev.parley.result.NamedResult;
import dev.parley.result.ResultFormatException;
import dev.parley.result.ResultReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The results someone named on the command line, in groups where they have names. */
final class ReportFiles {
    /** A name has no slash, so that {@code ./a=b.json} is a file. */
    private static final Pattern NAMED = Pattern.compile("([^/=]+)=(.*)");

    private static final String STDIN = "-";
    /** A result takes some 100 KiB. What is much larger is something else, and may have no end. */
    private static final int LARGEST_BYTES = 64 << 20;

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
        String name = file.equals(STDIN) ? "standard input" : file;
        byte[] document = file.equals(STDIN) ? stdin() : content(file);
        if (document.length > LARGEST_BYTES) {
            throw unusable(name, "it is larger than " + (LARGEST_BYTES >> 20) + " MiB");
        }
        try {
            LoadResult result = ResultReader.read(document);
            return new NamedResult(name, result);
        } catch (ResultFormatException e) {
            throw unusable(name, e.getMessage());
        }
    }

    private byte[] stdin() throws IOException {
        if (stdinRead) {
            throw new Failure(ExitCode.USAGE, "standard input can be read once only; give '-' once");
        }
        stdinRead = true;
        return console.in().readNBytes(LARGEST_BYTES + 1);
    }

    private byte[] content(String file) {
        try {
            Path path = Path.of(file);
            paths.add(path);
            try (InputStream in = Files.newInputStream(path)) {
                return in.readNBytes(LARGEST_BYTES + 1);
            }
        } catch (IOException | InvalidPathException e) {
            throw InputFile.unreadable(file, e);
        }
    }

    private static Failure unusable(String name, @Nullable String why) {
        return new Failure(
                ExitCode.FAILED,
                PrintableText.of("'" + name + "' cannot be used: " + why
                        + "; results are written by 'parley load --json FILE'"));
    }
}
