package dev.parley.cli.load;

import dev.parley.cli.shell.ClientTlsOptions;
import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Converters;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.ProgressLine;
import dev.parley.cli.shell.ResultFile;
import dev.parley.cli.shell.Signals;
import dev.parley.cli.shell.TypedCommand;
import dev.parley.cli.shell.Version;
import dev.parley.core.ProtocolException;
import dev.parley.load.BandwidthDocument;
import dev.parley.load.LoadRun;
import dev.parley.load.LoadSpec;
import dev.parley.load.SampleFile;
import dev.parley.result.Bandwidths;
import dev.parley.result.Environment;
import dev.parley.result.LoadResult;
import dev.parley.result.Outcome;
import dev.parley.result.Percentile;
import dev.parley.result.Reason;
import dev.parley.result.Threshold;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Sends requests on a schedule and measures each from the moment it was due.",
            "",
            "  parley load reverse                             1,000 requests a second of three clients, 10 s",
            "  parley load reverse --rate 5000 --clients 50    (parley serve reverse --engine selector; its usual engine has 3)",
            "  parley load pong+udp://:8000 --poisson --duration 1m",
            "  parley load echo://:7777 --framing len16 --closed --depth 16 --count 100000",
            "  parley load echo://:7777 --messages requests/   the files of that folder, a message each",
            "  parley load sockperf+udp://:11111 --size 14     the original server of that name, or Parley's",
            "  parley load beanstalk --rate 5000               put, reserve and delete of a work queue, in a tube of its own",
            "  parley load beanstalk://10.0.0.7,10.0.0.8 -c 50 the same, 25 connections to each of the servers",
            "  parley load reverse --json - --fail-if 'p99>5ms' --fail-if 'errors>0'",
            "  parley load reverse -r 5000 -c 50 -d 1m --live  on a full screen while it runs",
            "  parley load echo+udp://:7777 --bandwidth 10Mbit/s,50Mbit/s,100Mbit/s   loss and latency at each",
            "  parley load reverse --find 'p99<2ms'            the highest rate that meets it",
            "  parley load reverse://10.0.0.1 -r 90000 -c 90 --generators 3 --join-listen 10.0.0.2:7000   with two more hosts,",
            "  parley load --join 10.0.0.2:7000                which do this",
            "  parley load reverse://:8081 --baseline old.json --regression 5%%   that load and this one in turn, compared",
            ""
        })
public final class LoadCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    CommandSpec command;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ENDPOINT",
            description =
                    "service[+transport]://host:port, or beanstalk://host:port[,host:port...]/tube; not with --join, which takes it from there")
    String endpointText = "";

    @Mixin
    LoadOptions options = new LoadOptions();

    @Mixin
    ClientTlsOptions tls = new ClientTlsOptions();

    @Option(
            names = {"-i", "--interval"},
            paramLabel = "D",
            converter = Converters.ToDuration.class,
            defaultValue = "1s",
            description = "progress interval (default: 1s)")
    Duration interval = Duration.ofSeconds(1);

    @Option(names = "--live", description = "a full-screen view while it runs, on the terminal that standard error is")
    boolean live;

    @Option(
            names = "--percentiles",
            paramLabel = "LIST",
            description = "rows of the table (default: 50,75,90,95,99,99.9,99.99, of which those with enough samples)")
    @Nullable
    String percentiles;

    @Mixin
    LoadOutputs outputs = new LoadOutputs();

    @Option(
            names = "--server-note",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "note about the server, kept in the result")
    String serverNote = "";

    @Option(
            names = "--fail-if",
            paramLabel = "EXPR",
            description = "exit 99 when true: 'p99>5ms', 'errors>0', 'rate<990', untrustworthy; may be repeated")
    List<String> failIf = List.of();

    @Mixin
    FindOptions find = new FindOptions();

    @Mixin
    BaselineOptions baseline = new BaselineOptions();

    @Mixin
    JoinOptions join = new JoinOptions();

    public LoadCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ProtocolException {
        join.check();
        if (join.join != null) {
            refuseAllBut(
                    "--join",
                    "--join-timeout",
                    "--quiet",
                    "--interval",
                    "--tls-cert",
                    "--tls-key",
                    "--tls-key-password-file");
            return new JoinedLoad(console, join, tls, options.quiet(), interval).run(environment());
        }
        if (endpointText.isEmpty()) {
            throw new ParameterException(command.commandLine(), "Missing required parameter: 'ENDPOINT'");
        }
        LoadTarget target = LoadTarget.parse(endpointText);
        List<Threshold> thresholds = failIf.stream().map(Threshold::parse).toList();
        Optional<List<Percentile>> rows = Optional.ofNullable(percentiles).map(Percentile::parseList);
        outputs.assignByEnding();
        baseline.check();
        if (join.generators != null) {
            refuse(
                    "--generators",
                    "--find",
                    "--rounds",
                    "--baseline",
                    "--stages",
                    "--live",
                    "--samples",
                    "--intervals");
        }
        if (baseline.file != null) {
            return againstBaseline(baseline.file, target, thresholds);
        }
        options.fitClients(target.endpoint());
        LoadSpec spec = SecuredLoad.of(options.spec(target), tls, console);
        if (find.objective != null) {
            refuse("--find", "--fail-if", "--interval", "--percentiles", "--live", "--bandwidth");
            try (LoadedTube _ = LoadedTube.of(target, spec, console)) {
                return new FindRate(console, find, outputs, environment(), options.quiet())
                        .run(find.objective, spec, options.duration, options.rate != null);
            }
        }
        if (find.rounds != null) {
            throw new Failure(ExitCode.USAGE, "--rounds requires --find");
        }
        if (live && options.quiet()) {
            throw new Failure(ExitCode.USAGE, "--live cannot be combined with --quiet");
        }
        if (options.bandwidths().size() > 1) {
            if (join.generators != null) {
                throw new Failure(ExitCode.USAGE, "several bandwidths cannot be combined with --generators");
            }
            return eachBandwidth(spec, thresholds);
        }
        outputs.check();
        LoadResult result;
        try (LoadedTube _ = LoadedTube.of(target, spec, console)) {
            result = join.generators == null ? run(spec) : divided(spec, join.generators);
        }
        if (!outputs.onStdout()) {
            console.print(LoadTable.of(result, rows, console.columns()));
        }
        outputs.write(result, console);
        return exitCode(result, thresholds);
    }

    private int againstBaseline(String file, LoadTarget target, List<Threshold> thresholds)
            throws IOException, InterruptedException, ProtocolException {
        refuse("--baseline", "--find", "--rounds", "--live", "--percentiles");
        if (options.bandwidths().size() > 1) {
            throw new Failure(ExitCode.USAGE, "several bandwidths cannot be combined with --baseline");
        }
        outputs.requireJsonAndHtmlAtMost("--baseline");
        SavedLoad saved = SavedLoad.of(file, ResultFile.read(file), options.messageFiles);
        outputs.mustNotBe(file);
        outputs.check();
        saved.completes(options, this::typed);
        LoadSpec spec = SecuredLoad.of(options.spec(target), tls, console);
        String savedNote = saved.result().environment().server();
        LoadSpec before = saved.spec();
        if (before.endpoint().isSecured()) {
            before = before.withTls(spec.tls());
        }
        try (LoadedTube _ = LoadedTube.of(saved.target(), before, console);
                LoadedTube _ = LoadedTube.of(target, spec, console)) {
            return new AgainstBaseline(console, baseline, outputs, options.quiet(), interval)
                    .run(
                            new AgainstBaseline.Side(before, environment(savedNote)),
                            new AgainstBaseline.Side(spec, environment(serverNote)),
                            result -> exitCode(result, thresholds));
        }
    }

    /** What would be ignored. */
    private void refuse(String with, String... typed) {
        for (String option : typed) {
            if (typed(option)) {
                throw new Failure(ExitCode.USAGE, option + " cannot be combined with " + with);
            }
        }
    }

    /** The load is another's: what is typed here would be ignored. */
    private void refuseAllBut(String... allowed) {
        if (!endpointText.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE, "--join takes the endpoint from the coordinator; leave " + endpointText + " out");
        }
        for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
            if (Arrays.stream(option.names()).noneMatch(List.of(allowed)::contains)) {
                throw new Failure(
                        ExitCode.USAGE,
                        "--join takes all settings from the coordinator; leave " + option.longestName() + " out");
            }
        }
    }

    private LoadResult divided(LoadSpec spec, int generators) throws IOException, InterruptedException {
        return new DividedLoad(console, join, SecuredLoad.trust(tls), generators, options.quiet())
                .run(spec, environment(), (run, stop) -> {
                    Signals.onFirst(stop);
                    progress(run, null);
                });
    }

    private boolean typed(String option) {
        return command.commandLine().getParseResult().hasMatchedOption(option);
    }

    private int eachBandwidth(LoadSpec spec, List<Threshold> thresholds) throws IOException, InterruptedException {
        refuse("several bandwidths", "--percentiles");
        outputs.requireJsonAtMost("several bandwidths");
        outputs.check();
        List<Double> asked = options.bandwidths();
        List<LoadResult> results = new ArrayList<>();
        for (double bytesPerSecond : asked) {
            if (!options.quiet()) {
                console.say(Bandwidths.text(bytesPerSecond) + ":");
            }
            results.add(run(spec.atBandwidth(bytesPerSecond)));
            if (!results.getLast().measured().endedEarly().isEmpty()) {
                break;
            }
        }
        if (!outputs.onStdout()) {
            console.print(BandwidthTable.of(asked, results, console.columns()));
        }
        outputs.writeJson(() -> BandwidthDocument.of(asked, results).toJson(), console);
        int first = ExitCode.OK;
        for (LoadResult result : results) { // each says what is wrong with it
            int code = exitCode(result, thresholds);
            first = first == ExitCode.OK ? code : first;
        }
        return first;
    }

    private LoadResult run(LoadSpec spec) throws IOException, InterruptedException {
        DeferredFile samples = outputs.samples();
        try (LoadRun run = LoadRun.start(spec, samples == null ? null : new SampleFile(samples))) {
            if (samples != null) {
                samples.begin();
            }
            try (IntervalLines lines = outputs.intervalLines(interval, console)) {
                follow(run, spec, lines);
                LoadResult result = run.result(environment());
                if (lines != null) {
                    lines.end();
                }
                return result;
            }
        }
    }

    private void follow(LoadRun run, LoadSpec spec, @Nullable IntervalLines lines) throws InterruptedException {
        if (live && new LiveProgress(console, interval).follow(run, spec, lines)) {
            return;
        }
        Signals.onFirst(run::stop);
        progress(run, lines);
    }

    private void progress(LoadRun run, @Nullable IntervalLines lines) throws InterruptedException {
        if (!options.quiet()) {
            new LoadProgress(console, ProgressLine.ofProcess(console), interval).follow(run, lines);
        } else if (lines != null) {
            WholeIntervals.follow(run, interval, lines, _ -> {});
        }
    }

    private Environment environment() {
        return environment(serverNote);
    }

    private Environment environment(String aboutTheServer) {
        return Environment.here(Version.text(), TypedCommand.of(command), aboutTheServer);
    }

    private int exitCode(LoadResult result, List<Threshold> thresholds) {
        List<Reason> lost = result.verdict().reasons().stream()
                .filter(reason -> reason.kind() == Reason.Kind.GENERATOR_LOST)
                .toList();
        if (!lost.isEmpty()) {
            lost.forEach(reason -> console.say("parley load: " + reason.text()));
            return ExitCode.FAILED;
        }
        boolean crossed = false;
        for (Threshold threshold : thresholds) {
            String why = threshold.crossedBy(result);
            if (why != null) {
                console.say("parley load: " + why);
                crossed = true;
            }
        }
        if (crossed) {
            return ExitCode.THRESHOLD;
        }
        if (!result.measured().samplesFailure().isEmpty()) {
            console.say("parley load: the samples file is incomplete: "
                    + result.measured().samplesFailure());
            return ExitCode.IO_ERROR;
        }
        if (result.measured().response().count() == 0
                && !result.measured().endedEarly().isEmpty()) {
            console.say(
                    "parley load: nothing was measured: " + result.measured().endedEarly());
            return ExitCode.FAILED;
        }
        if (result.measured().service().count() == 0) {
            console.say("parley load: no replies received");
            return ExitCode.FAILED;
        }
        List<String> failed = result.measured().count(Outcome.WRONG) == 0
                ? List.of()
                : result.measured().steps().stream()
                        .filter(step -> step.errorCount() > 0)
                        .map(step -> step.name() + " " + step.errorText())
                        .toList();
        if (!failed.isEmpty()) {
            String early = result.measured().endedEarly();
            console.say("parley load: " + (early.isEmpty() ? "" : early + "; ") + "cycles that failed: "
                    + String.join("; ", failed));
            return ExitCode.FAILED;
        }
        if (result.measured().count(Outcome.REPLY) == 0) {
            console.say("parley load: no reply was the expected one");
            return ExitCode.FAILED;
        }
        if (result.measured().count(Outcome.WRONG) > 0) {
            console.say(
                    "parley load: " + result.measured().count(Outcome.WRONG) + " replies were not the expected ones");
            return ExitCode.FAILED;
        }
        return ExitCode.OK;
    }
}
