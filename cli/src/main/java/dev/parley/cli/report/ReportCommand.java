package dev.parley.cli.report;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.OutputFile;
import dev.parley.compare.Grouping;
import dev.parley.compare.Regression;
import dev.parley.compare.Report;
import dev.parley.core.PrintableText;
import dev.parley.page.HtmlReport;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Reads results of 'parley load --json', merges runs of one setting, compares settings.",
            "",
            "  parley report run1.json run2.json run3.json        three runs as one, or a row for each setting",
            "  parley report before= b*.json after= a*.json       two groups, whatever they are",
            "  parley report before=b.json after=a.json --json -  the same, a file each; for programs",
            "  parley report before= b*.json after= a*.json --regression 5%%",
            "                                                     exit 99 when 'after' got worse by more than 5 %%",
            ""
        },
        footer = {
            "",
            "Without names, runs with the same setting, address and --server-note are one group. The first group is the",
            "baseline. With names, the files of one name are a group: NAME=FILE, or NAME= before several files.",
            "A file whose name holds = is written ./a=b.json.",
            "",
            "A regression is shown (exit 99) when a metric is worse than the baseline's by more than the limit, and that it is",
            "worse is shown at 95 %% for all differences of the table together. It is undecided (a warning; exit 99 with",
            "--strict) when the interval reaches beyond the limit, when a group has fewer than 3 runs, when a metric is not",
            "trustworthy or was measured too little."
        })
public final class ReportCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            arity = "1..*",
            paramLabel = "[NAME=]FILE",
            description = "results of parley load; - for standard input")
    List<String> words = List.of();

    @Mixin
    RegressionOptions regression = new RegressionOptions();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "seed of the resampling behind the intervals (default: 1)")
    long seed = 1;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "groups and differences as one document; - for standard output")
    @Nullable
    String json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "all groups as one page with charts, for people; - for standard output")
    @Nullable
    String html;

    public ReportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        regression.metrics(); // refuses what is wrong before any file is read
        ReportFiles files = ReportFiles.read(words, console);
        OutputFile output = new OutputFile(json);
        output.check();
        OutputFile page = new OutputFile(html);
        page.check();
        if (page.isStdout() && output.isStdout()) {
            throw new Failure(ExitCode.USAGE, "only one of --json and --html can be standard output");
        }
        files.mustNotBe(output);
        Report report = Report.of(grouping(files), seed);
        List<Regression> found = regression.found(report);
        output.write(() -> regression.document(report, found).toJson(), console);
        if (!output.isStdout() && !page.isStdout()) {
            console.print(ReportTable.of(report, console.columns()));
        }
        page.write(() -> HtmlReport.of("Loads side by side", report), console);
        report.warnings().forEach(warning -> console.say("parley report: warning: " + PrintableText.of(warning)));
        return regression.exitCode(found, "parley report", console);
    }

    private Grouping grouping(ReportFiles files) {
        if (files.isNamed()) {
            return comparable(Grouping.byName(files.named()));
        }
        Grouping bySetting = Grouping.bySetting(files.unnamed());
        if (bySetting.groups().size() > 1 || files.unnamed().size() == 1) {
            return comparable(bySetting);
        }
        if (regression.given()) {
            console.say("parley report: one setting in all files, so each file is compared with the first; to merge "
                    + "runs before that, name the groups: before= FILE... after= FILE...");
            return Grouping.byFile(files.unnamed());
        }
        console.say("parley report: one setting in all files, so they are merged; to compare them, name them: "
                + "before=FILE after=FILE");
        return bySetting;
    }

    private Grouping comparable(Grouping grouping) {
        if (regression.given() && grouping.groups().size() == 1) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--regression needs something to compare with: give two groups, before=FILE after=FILE");
        }
        return grouping;
    }
}
