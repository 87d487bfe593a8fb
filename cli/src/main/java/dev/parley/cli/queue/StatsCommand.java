package dev.parley.cli.queue;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.TextTable;
import dev.parley.cli.shell.TubeEndpoint;
import dev.parley.cli.shell.TubeServers;
import dev.parley.client.beanstalk.BeanstalkClient;
import dev.parley.core.PrintableText;
import dev.parley.core.ProtocolException;
import dev.parley.result.NumberText;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "stats",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Shows what a work queue holds: a line for each tube.",
            "",
            "  parley queue stats beanstalk                    all tubes of 127.0.0.1:11300",
            "  parley queue stats beanstalk://10.0.0.7/mail    the tube 'mail'",
            ""
        },
        footer = {
            "",
            "waiting: connections that wait for a message. oldest: the age of the oldest message that is ready, which shows",
            "whether workers keep up. p99: of 100 messages that were deleted, 99 were in the queue no longer than this.",
            "beanstalkd says neither."
        })
final class StatsCommand implements Callable<Integer> {
    private static final String NOTHING = "-";
    private static final TextTable TUBES = TextTable.of(
            TextTable.left("tube", 10),
            TextTable.right("ready", 7).after(2),
            TextTable.right("reserved", 8).after(2),
            TextTable.right("delayed", 7).after(2),
            TextTable.right("buried", 7).after(2),
            TextTable.right("waiting", 7).after(2),
            TextTable.right("oldest", 6).after(2),
            TextTable.right("p99", 6).after(2),
            TextTable.right("paused", 6).after(2));

    private final Console console;

    @Mixin
    ServerOptions options = new ServerOptions();

    StatsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ProtocolException {
        TubeServers servers = options.servers("queue stats");
        try (BeanstalkClient client = options.connect(console, servers)) {
            TubeEndpoint endpoint = servers.at(client);
            Facts server = new Facts(client.stats());
            List<Facts> tubes = tubes(client, endpoint);
            if (options.json.enabled()) {
                console.print(QueueLine.of(QueueLine.Server.of(endpoint, server)));
                for (Facts tube : tubes) {
                    console.print(QueueLine.of(QueueLine.Tube.of(endpoint, tube)));
                }
            } else {
                print(endpoint, server, tubes);
            }
            return ExitCode.OK;
        }
    }

    private static List<Facts> tubes(BeanstalkClient client, TubeEndpoint endpoint)
            throws IOException, ProtocolException {
        List<Facts> tubes = new ArrayList<>();
        for (String name : endpoint.named() ? List.of(endpoint.tube()) : client.tubes()) {
            Optional<Map<String, String>> stats = client.stats(name);
            if (stats.isEmpty() && endpoint.named()) {
                throw new Failure(
                        ExitCode.FAILED,
                        endpoint.server() + " has no tube '" + name + "'; it has "
                                + PrintableText.of(String.join(", ", client.tubes())));
            }
            stats.map(Facts::new).ifPresent(tubes::add); // it may be gone since it was listed
        }
        return tubes;
    }

    private void print(TubeEndpoint endpoint, Facts server, List<Facts> tubes) throws ProtocolException {
        console.print(endpoint.server() + ": " + server.text("version") + ", up "
                + NumberText.span(server.seconds("uptime")) + ", "
                + NumberText.count(server.number("current-connections"), "connection") + ", "
                + NumberText.count(server.number("current-tubes"), "tube"));
        if (server.text("draining").equals("true")) {
            console.print("draining: it takes no messages");
        }
        server.optionalText("health")
                .filter(health -> !health.equals("ok"))
                .ifPresent(health -> console.print("trouble: " + PrintableText.of(health.replaceAll("^\"|\"$", ""))));
        List<List<String>> rows = new ArrayList<>();
        for (Facts tube : tubes) {
            rows.add(row(tube));
        }
        TUBES.lines(rows, console.columns()).forEach(console::print);
    }

    private static List<String> row(Facts tube) throws ProtocolException {
        boolean ready = tube.number("current-jobs-ready") > 0;
        return List.of(
                tube.text("name"),
                tube.text("current-jobs-ready"),
                tube.text("current-jobs-reserved"),
                tube.text("current-jobs-delayed"),
                tube.text("current-jobs-buried"),
                tube.text("current-waiting"),
                ready && tube.optional("oldest-ready-age").isPresent()
                        ? ShortSpan.of(tube.seconds("oldest-ready-age"))
                        : NOTHING,
                tube.number("cmd-delete") > 0
                                && tube.optional("time-in-queue-p99-ms").isPresent()
                        ? ShortSpan.of(Duration.ofMillis(tube.number("time-in-queue-p99-ms")))
                        : NOTHING,
                tube.number("pause-time-left") > 0 ? ShortSpan.of(tube.seconds("pause-time-left")) : NOTHING);
    }
}
