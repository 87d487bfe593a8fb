package dev.parley.cli.load;

import dev.parley.cli.shell.ClientTlsOptions;
import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failures;
import dev.parley.cli.shell.ProgressLine;
import dev.parley.cli.shell.Signals;
import dev.parley.cli.shell.TubeServers;
import dev.parley.cli.shell.Uses;
import dev.parley.cli.shell.Version;
import dev.parley.core.Endpoint;
import dev.parley.core.Protocol;
import dev.parley.join.JoinedGenerator;
import dev.parley.join.LoadSettings;
import dev.parley.load.LoadRun;
import dev.parley.load.LoadSpec;
import dev.parley.result.Environment;
import dev.parley.result.LoadResult;
import dev.parley.result.ResultFormatException;
import dev.parley.services.ClientSide.Use;
import dev.parley.services.ServiceType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** This process's part of a load that another one divides: its settings come from there, its result goes there. */
final class JoinedLoad {
    private final Console console;
    private final JoinOptions options;
    private final ClientTlsOptions tls;
    private final boolean quiet;
    private final Duration interval;

    JoinedLoad(Console console, JoinOptions options, ClientTlsOptions tls, boolean quiet, Duration interval) {
        this.console = console;
        this.options = options;
        this.tls = tls;
        this.quiet = quiet;
        this.interval = interval;
    }

    /** Its exit code: that of a failure where the whole failed. */
    int run(Environment environment) throws IOException, InterruptedException {
        InetSocketAddress address = options.joinAddress();
        try (JoinedGenerator generator = JoinedGenerator.join(address, options.timeout(), Version.text())) {
            say("joined " + address.getHostString() + ":" + address.getPort() + "; waiting for the others");
            JoinedGenerator.Part part = generator.part();
            try {
                LoadSpec spec = SecuredLoad.of(spec(part), part.settings().trust(), tls, console);
                return run(generator, part, spec, environment);
            } catch (IOException | RuntimeException e) {
                generator.fail(Failures.line(e));
                throw e;
            }
        }
    }

    private int run(JoinedGenerator generator, JoinedGenerator.Part part, LoadSpec whole, Environment environment)
            throws IOException, InterruptedException {
        say("generator " + (part.share().number() + 1) + " of " + part.share().of() + ": "
                + whole.setting().describe() + " in all, " + part.share().clients(whole) + " of the clients here");
        try (LoadRun run = LoadRun.start(whole, null, part.share(), generator)) {
            generator.whenStopped(run::stop);
            Signals.onFirst(generator::leave);
            if (!quiet) {
                new LoadProgress(console, ProgressLine.ofProcess(console), interval).follow(run, null);
            }
            LoadResult result = run.result(environment);
            String failure = generator.deliver(result, run.intervals());
            if (!failure.isEmpty()) {
                console.say("parley load: " + failure);
                return ExitCode.FAILED;
            }
            say("the coordinator has the result; of this part: "
                    + result.verdict().text());
            return ExitCode.OK;
        }
    }

    private void say(String text) {
        if (!quiet) {
            console.say(text);
        }
    }

    private static LoadSpec spec(JoinedGenerator.Part part) {
        LoadSettings settings = part.settings();
        Use use = settings.cycle().isEmpty() ? Use.LOAD : Use.TUBES;
        Endpoint endpoint = Endpoints.completeForClient(settings.endpoint(), use);
        ServiceType<?, ?> type = Uses.require(endpoint, use, "load");
        Protocol<byte[], byte[]> own = Endpoints.bytesProtocol(endpoint, null);
        Protocol<byte[], byte[]> protocol = own.requestFraming().name().equals(settings.framing())
                ? own
                : Endpoints.bytesProtocol(endpoint, settings.framing());
        try {
            LoadSpec spec = settings.spec(
                            endpoint,
                            protocol,
                            part.messages(),
                            type.client().expectedReply(),
                            type.client().sequenceField())
                    .alsoAt(settings.others().stream()
                            .map(other -> Endpoints.completeForClient(other, use))
                            .toList());
            return settings.cycle().isEmpty()
                    ? spec
                    : spec.inCycles(new QueueCycle(
                            TubeServers.parse(settings.cycle(), "load"), spec.replyTimeout(), settings.mark()));
        } catch (ResultFormatException e) {
            throw new IllegalArgumentException("the coordinator's settings: " + e.getMessage(), e);
        }
    }
}
