package dev.parley.cli.queue;

import dev.parley.cli.shell.ClientTlsOptions;
import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Converters;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.Signals;
import dev.parley.cli.shell.TubeServers;
import dev.parley.client.ClientOptions;
import dev.parley.client.beanstalk.BeanstalkClient;
import dev.parley.core.Endpoint;
import dev.parley.core.ProtocolException;
import dev.parley.result.NumberText;
import dev.parley.services.BeanstalkCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "work",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Runs a command for each message of a tube, with the message as its standard input.",
            "",
            "  parley work beanstalk:///mail -- ./send-mail.sh",
            "  parley work beanstalk://10.0.0.7/mail --parallel 4 --max-attempts 3 -- curl -sf -d @- http://localhost/",
            "  parley work beanstalk:///mail --exit-when-empty -- sh -c 'echo $PARLEY_ID: $(cat)'",
            "  parley work beanstalk://10.0.0.7,10.0.0.8/mail -- ./send-mail.sh     whichever server is there",
            ""
        },
        footer = {
            "",
            "Exit code 0 of the command: the message is deleted. Any other: it is tried again after a delay that doubles,",
            "and buried after --max-attempts. While the command runs, the message is held, however long that takes. It has",
            "PARLEY_ID, PARLEY_ATTEMPT (from 1) and PARLEY_TUBE in its environment; its output goes where that of parley goes.",
            "Ctrl-C: no further messages, running commands finish. A second one kills them, and their messages are ready",
            "again. A server that is lost is tried again until it is back; at the beginning, and with --exit-when-empty, it",
            "is an error. A message may be handed out twice: commands should not mind. Of several servers, which share one",
            "store, the first is used that answers, and another one when it is lost."
        })
public final class WorkCommand implements Callable<Integer> {
    private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);
    private static final int LONGEST_MESSAGE_BYTES = 1 << 30;

    private final Console console;

    @Parameters(
            index = "0",
            paramLabel = "ENDPOINT",
            description =
                    "beanstalk://host:port/tube, or host:port,host:port for several servers, or beanstalk+unix:///path:tube")
    String endpointText = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "COMMAND",
            description = "the command and its arguments, after --")
    List<String> command = List.of();

    @Option(
            names = {"-p", "--parallel"},
            paramLabel = "N",
            converter = Converters.ToCount.class,
            description = "run so many at once (default: 1)")
    int parallel = 1;

    @Option(
            names = "--max-attempts",
            paramLabel = "N",
            converter = Converters.ToCount.class,
            description = "bury a message that has failed so often (default: 5)")
    int maxAttempts = 5;

    @Option(
            names = "--retry-delay",
            paramLabel = "D",
            converter = Converters.ToDurationOrZero.class,
            description = "before the second attempt; doubled for each further one, up to 1h (default: 10s)")
    Duration retryDelay = Duration.ofSeconds(10);

    @Option(
            names = {"-t", "--timeout"},
            paramLabel = "D",
            converter = Converters.ToDuration.class,
            description = "end a command that takes longer; it has failed (default: none)")
    @Nullable
    Duration timeout;

    @Option(
            names = "--dead-letter",
            paramLabel = "TUBE",
            description = "move a message there that has failed for good, instead of burying it")
    @Nullable
    String deadLetterTube;

    @Option(names = "--exit-when-empty", description = "end when no message is ready; 1 if a command has failed")
    boolean exitWhenEmpty;

    @Option(
            names = "--reply-timeout",
            paramLabel = "D",
            converter = Converters.ToDuration.class,
            description = "for the connection, and for each reply of the server (default: 5s)")
    @Nullable
    Duration replyTimeout;

    @Option(
            names = "--max-message",
            paramLabel = "SIZE",
            converter = Converters.ToBytes.class,
            description = "longest message taken (default: 64MiB)")
    @Nullable
    Long maxMessage;

    @Mixin
    ClientTlsOptions tls = new ClientTlsOptions();

    public WorkCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ProtocolException, InterruptedException {
        TubeServers servers = TubeServers.parse(endpointText, "work");
        ProgramSearch.require(command.getFirst(), System.getenv().getOrDefault("PATH", ""));
        RunningCommand.prepare();
        WorkReport report = new WorkReport(console);
        Workers.Task task = new Workers.Task(
                servers,
                clientOptions(servers.all().getFirst().server()),
                command,
                new RetryPolicy(maxAttempts, retryDelay),
                Optional.ofNullable(timeout),
                deadLetterTube(servers),
                exitWhenEmpty);
        Workers workers = new Workers(task, report, parallel);
        try (Signals.Handlers _ = Signals.onFirst(reason -> stop(workers, report, reason), workers::kill)) {
            workers.run();
        } finally {
            report.say(report.summary());
        }
        return exitWhenEmpty && report.anyFailed() ? ExitCode.FAILED : ExitCode.OK;
    }

    private Optional<String> deadLetterTube(TubeServers servers) {
        if (servers.tube().equals(deadLetterTube)) {
            throw new Failure(ExitCode.USAGE, "--dead-letter is the tube that is worked on");
        }
        return Optional.ofNullable(deadLetterTube).map(BeanstalkCommand::requireTube);
    }

    private static void stop(Workers workers, WorkReport report, String reason) {
        long busy = workers.busy();
        report.say(reason
                + (busy == 0
                        ? ""
                        : "; " + NumberText.count(busy, "command") + " still running, a second signal kills"));
        workers.stop();
    }

    private ClientOptions clientOptions(Endpoint server) {
        ClientOptions options = tls.applied(BeanstalkClient.DEFAULT_OPTIONS, server, console, "work");
        ClientOptions bounded = maxMessage == null
                ? options
                : options.withMaxMessage((int) Math.min(maxMessage, LONGEST_MESSAGE_BYTES));
        return replyTimeout == null
                ? bounded
                : bounded.withTimeout(replyTimeout.compareTo(LONGEST) > 0 ? LONGEST : replyTimeout);
    }
}
