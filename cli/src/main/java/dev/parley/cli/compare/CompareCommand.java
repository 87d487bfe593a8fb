package dev.parley.cli.compare;

import dev.parley.cli.load.LoadOptions;
import dev.parley.cli.serve.ServeLists;
import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.Launcher;
import dev.parley.cli.shell.ListsMore;
import dev.parley.cli.shell.OutputFile;
import dev.parley.cli.shell.ProgressLine;
import dev.parley.cli.shell.Signals;
import dev.parley.cli.shell.TypedCommand;
import dev.parley.cli.shell.Version;
import dev.parley.compare.Comparison;
import dev.parley.compare.ComparisonDocument;
import dev.parley.compare.ComparisonRun;
import dev.parley.compare.PlannedRun;
import dev.parley.compare.Report;
import dev.parley.compare.Target;
import dev.parley.compare.TargetResult;
import dev.parley.core.Endpoint;
import dev.parley.load.LoadRun;
import dev.parley.load.LoadSpec;
import dev.parley.page.HtmlReport;
import dev.parley.result.Environment;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Serves the same service on each engine, puts the same load on each, and shows them side by side.",
            "",
            "  parley compare reverse --rate 5000 --clients 50",
            "  parley compare pong --transport tcp,udp --closed --think 5ms",
            "  parley compare reverse --engines selector:1,selector:2,threads:8 --rounds 5",
            "  parley compare reverse+tls --connect-per-request --rate 200   on TLS, a handshake for each request",
            "  parley compare echo --framing read --against socat=echo://127.0.0.1:7777 --json result.json",
            ""
        },
        footer = {
            "",
            "Each server runs in a process of its own, with the flags of 'parley serve', on a free port of this",
            "machine, and is loaded from here: in every round each of them once, one after another.",
            "An engine that serves one client until it leaves is left out unless named: over TCP all clients but",
            "one get no reply, which its row shows.",
            "A server of --against keeps its own settings, and takes part in the half without --think.",
            "",
            "The table: all numbers are of the requests of all rounds together; a ratio is to the baseline of the",
            "same transport and think time, ± is half of its 95 %% interval, and with ~ the interval includes 1: no",
            "difference that these rounds can show. The interval is found as 'parley report' finds it, a round being",
            "a run; ! marks a row that must not be trusted.",
            "Ctrl-C ends the servers, and prints the table of the trials that were finished."
        })
public final class CompareCommand implements Callable<Integer>, ListsMore {
    private final Console console;
    private final Launcher launcher;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    CommandSpec command;

    @Parameters(
            index = "0",
            paramLabel = "SERVICE",
            description = "service[+tls|+mtls][+transport], such as reverse, reverse+tls or pong+udp")
    String service = "";

    @Mixin
    CompareOptions options = new CompareOptions();

    @Mixin
    CompareTlsOptions tls = new CompareTlsOptions();

    @Mixin
    LoadOptions load = new LoadOptions();

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "the table and the whole result of each trial; - for standard output")
    @Nullable
    String json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "all rows as one page with charts, for people; - for standard output")
    @Nullable
    String html;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "the same as --html where its name ends with .html, else as --json")
    @Nullable
    String output;

    public CompareCommand(Console console, Launcher launcher) {
        this.launcher = launcher;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Endpoint typed = Endpoint.parse(service);
        try (ComparedTls secured = ComparedTls.of(tls, typed, options.running())) {
            return compare(typed, secured);
        }
    }

    private int compare(Endpoint typed, ComparedTls secured) throws IOException, InterruptedException {
        LoadSpec example = spec(
                Endpoints.complete(
                        typed.isSecured()
                                ? typed.service() + "+" + typed.security().text()
                                : typed.service()),
                secured);
        List<Target> targets =
                options.lineup(typed, secured.serveOptions(), load, example).targets();
        // Everything a load may refuse, it refuses now.
        targets.forEach(target -> LoadRun.check(spec(target.endpoint(), secured)));
        String baseline = options.baseline(targets);
        assignOutput();
        OutputFile document = new OutputFile(json);
        document.check();
        OutputFile page = new OutputFile(html);
        page.check();
        if (page.isStdout() && document.isStdout()) {
            throw new Failure(ExitCode.USAGE, "only one of --json and --html can be standard output");
        }
        secured.begin();
        Comparison comparison = run(targets, example, secured, baseline);
        if (!document.isStdout() && !page.isStdout()) {
            console.print(CompareTable.of(comparison, example, console.columns()));
        }
        document.write(() -> ComparisonDocument.of(comparison).toJson(), console);
        writeHtml(comparison);
        return exitCode(comparison);
    }

    private void assignOutput() {
        if (output != null && OutputFile.optionFor(output).equals("--html")) {
            html = OutputFile.only(html, output, "--html");
        } else if (output != null) {
            json = OutputFile.only(json, output, "--json");
        }
    }

    @Override
    public List<String> more() {
        return ServeLists.engines();
    }

    private void writeHtml(Comparison comparison) throws IOException {
        Report report = comparison.report();
        if (html != null && report.rows().isEmpty()) {
            console.say("parley compare: nothing was measured, so " + html + " was not written");
        } else {
            new OutputFile(html).write(() -> HtmlReport.of("Engines side by side: " + service, report), console);
        }
    }

    private LoadSpec spec(Endpoint endpoint, ComparedTls secured) {
        return load.spec(endpoint, Endpoints.bytesProtocol(endpoint, load.framing()))
                .withTls(secured.context(endpoint));
    }

    private Comparison run(List<Target> targets, LoadSpec example, ComparedTls secured, String baseline)
            throws IOException, InterruptedException {
        Instant startedAt = Instant.now();
        ProgressLine line = ProgressLine.ofProcess(console);
        CompareProgress progress = new CompareProgress(line, load.quiet(), targets, options.rounds, example);
        progress.announce(
                targets.size(), options.firstWarmUp, Runtime.getRuntime().availableProcessors());
        String words = TypedCommand.of(command);
        try (ComparisonRun run = new ComparisonRun(
                targets,
                endpoint -> spec(endpoint, secured),
                target -> Environment.here(Version.text(), words, target.about()),
                launcher::command,
                progress)) {
            Signals.onFirst(run::stop);
            try {
                run.startServers();
                run.warm(options.firstWarmUp);
                run.measure(PlannedRun.inTurn(targets, options.rounds));
            } catch (IOException e) {
                // Ctrl-C on a terminal reaches the servers too, and one of them may have ended before we knew.
                if (!run.stopped()) {
                    throw e;
                }
            }
            line.clear();
            String endedEarly = run.endedEarly();
            return Comparison.of(words, startedAt, options.rounds, baseline, run.results(), endedEarly);
        }
    }

    private int exitCode(Comparison comparison) {
        List<TargetResult> rows = comparison.targets();
        boolean early = !comparison.endedEarly().isEmpty();
        boolean measured = rows.stream().anyMatch(row -> !row.silent());
        if (!measured) {
            console.say("parley compare: " + (early ? "it ended before anything was measured" : "no replies received"));
            return ExitCode.FAILED;
        }
        boolean failed = rows.stream().anyMatch(row -> !row.failures().isEmpty() || (row.silent() && !early));
        if (failed) {
            console.say("parley compare: some servers failed; see their rows");
        }
        return failed ? ExitCode.FAILED : ExitCode.OK;
    }
}
