package dev.parley.cli.load;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.TubeEndpoint;
import dev.parley.cli.shell.TubeServers;
import dev.parley.client.ClientOptions;
import dev.parley.client.beanstalk.BeanstalkClient;
import dev.parley.client.beanstalk.BeanstalkMessage;
import dev.parley.core.PrintableText;
import dev.parley.core.ProtocolException;
import dev.parley.load.LoadSpec;
import dev.parley.result.NumberText;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tube of a load, before it and after it: it is nobody else's, and nothing of the load is left in it. */
final class LoadedTube implements AutoCloseable {
    private static final List<String> STATES =
            List.of("current-jobs-ready", "current-jobs-reserved", "current-jobs-delayed", "current-jobs-buried");
    /** Messages of others in front of those of the load, when what it left is looked for. */
    private static final int MOST_HELD = 100;

    private static final String WAITING = "current-waiting";
    /** What Parley's servers call the store that they have; others say nothing. */
    private static final String STORE = "store";

    private final TubeServers tubes;
    private final QueueCycle cycle;
    private final ClientOptions options;
    private final Console console;

    private LoadedTube(TubeServers tubes, QueueCycle cycle, ClientOptions options, Console console) {
        this.options = options;
        this.tubes = tubes;
        this.cycle = cycle;
        this.console = console;
    }

    /**
     * The tube of a load that is about to begin. Connects to every server: one that is not there is found before anything is measured.
     *
     * @return null for a load of something else
     * @throws Failure when there are messages in it, or somebody waits for some
     */
    static @Nullable LoadedTube of(LoadTarget target, LoadSpec spec, Console console)
            throws IOException, ProtocolException {
        if (target.tubes() == null || !(spec.cycle() instanceof QueueCycle cycle)) {
            return null;
        }
        ClientOptions options = spec.tls() == null
                ? BeanstalkClient.DEFAULT_OPTIONS
                : BeanstalkClient.DEFAULT_OPTIONS.withTls(spec.tls());
        LoadedTube loaded = new LoadedTube(target.tubes(), cycle, options, console);
        for (TubeEndpoint tube : target.tubes().all()) {
            loaded.requireUnused(tube);
        }
        return loaded;
    }

    private void requireUnused(TubeEndpoint tube) throws IOException, ProtocolException {
        Map<String, String> stats;
        try (BeanstalkClient client = tube.connect(options)) {
            stats = client.stats(tube.tube()).orElse(Map.of());
        }
        long messages = STATES.stream().mapToLong(state -> number(stats, state)).sum();
        if (messages > 0) {
            throw new Failure(
                    ExitCode.FAILED,
                    tube + " holds " + NumberText.count(messages, "message")
                            + " already; load a tube of its own, or empty it: 'parley queue purge " + tube + "'");
        }
        if (number(stats, WAITING) > 0) {
            throw new Failure(
                    ExitCode.FAILED,
                    tube + " has " + NumberText.count(number(stats, WAITING), "worker")
                            + " waiting, which would get the messages of the load; load a tube of its own");
        }
    }

    private static long number(Map<String, String> stats, String name) {
        String value = stats.getOrDefault(name, "0");
        return value.matches("[0-9]{1,18}") ? Long.parseLong(value) : 0;
    }

    private static long ready(BeanstalkClient client, TubeEndpoint tube) throws IOException, ProtocolException {
        return number(client.stats(tube.tube()).orElse(Map.of()), STATES.getFirst());
    }

    /** Deletes what the load has left, which is nothing unless something went wrong. Blocks; says what it could not do. */
    @Override
    public void close() {
        long deleted = 0;
        Map<String, Left> left = new LinkedHashMap<>(); // by store: servers that share one have the same messages
        for (TubeEndpoint tube : tubes.all()) {
            try (BeanstalkClient client = tube.connectToReserve(options)) {
                deleted += deleteWhatIsLeft(client, tube);
                String server = tube.server().toString();
                left.put(client.stats().getOrDefault(STORE, server), new Left(tube, ready(client, tube)));
            } catch (IOException | ProtocolException e) {
                console.say("parley load: what the load may have left in " + tube + " was not deleted: "
                        + PrintableText.of(String.valueOf(e.getMessage())));
            }
        }
        if (deleted > 0) {
            console.say("parley load: deleted " + NumberText.count(deleted, "message") + " that the load had left in "
                    + tubes);
        }
        left.values().stream()
                .filter(some -> some.messages > 0)
                .forEach(some -> console.say("parley load: "
                        + NumberText.count(some.messages, "message")
                        + (some.messages == 1 ? " is" : " are")
                        + " left in " + some.tube));
    }

    private long deleteWhatIsLeft(BeanstalkClient client, TubeEndpoint tube) throws IOException, ProtocolException {
        long deleted = 0;
        int held = 0; // another's: given back as they were with the end of the connection
        while (held < MOST_HELD && ready(client, tube) > 0) {
            Optional<BeanstalkMessage> message = client.reserve(Duration.ZERO);
            if (message.isEmpty()) {
                break;
            }
            if (cycle.marks(message.get().body())) {
                client.delete(message.get().id());
                deleted++;
            } else {
                held++;
            }
        }
        return deleted;
    }

    private record Left(TubeEndpoint tube, long messages) {}
}
