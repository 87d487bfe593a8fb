package dev.parley.cli.queue;

import dev.parley.cli.shell.MessageContent;
import dev.parley.cli.shell.TubeEndpoint;
import dev.parley.client.beanstalk.BeanstalkMessage;
import dev.parley.core.ProtocolException;
import dev.parley.queue.MessageCounts;
import dev.parley.queue.sqlite.StoreReport;
import dev.parley.result.JsonDocument;
import java.util.List;
import java.util.OptionalLong;

/** What {@code --json} prints: an object a line, whose {@code kind} says which it is. */
final class QueueLine {
    private QueueLine() {}

    /** The line, with its end. */
    static byte[] of(Record line) {
        return JsonDocument.line(line);
    }

    /** The server that {@code stats} asked. */
    record Server(
            String kind,
            String endpoint,
            String version,
            boolean draining,
            long uptimeSeconds,
            long connections,
            long waiting,
            long tubes,
            long messages,
            long timeouts,
            long maxMessageBytes) {
        static Server of(TubeEndpoint endpoint, Facts facts) throws ProtocolException {
            return new Server(
                    "server",
                    endpoint.server().toString(),
                    facts.text("version"),
                    facts.text("draining").equals("true"),
                    facts.number("uptime"),
                    facts.number("current-connections"),
                    facts.number("current-waiting"),
                    facts.number("current-tubes"),
                    facts.number("total-jobs"),
                    facts.number("job-timeouts"),
                    facts.number("max-job-size"));
        }
    }

    /** What follows {@code pauseLeftSeconds} is null where the server does not say. */
    record Tube(
            String kind,
            String endpoint,
            String tube,
            long ready,
            long urgent,
            long reserved,
            long delayed,
            long buried,
            long total,
            long deleted,
            long using,
            long watching,
            long waiting,
            long pauseSeconds,
            long pauseLeftSeconds,
            OptionalLong nextReadyAgeSeconds,
            OptionalLong oldestReadyAgeSeconds,
            OptionalLong timeInQueueP50Millis,
            OptionalLong timeInQueueP99Millis,
            OptionalLong timeInQueueMaxMillis) {
        static Tube of(TubeEndpoint endpoint, Facts facts) throws ProtocolException {
            return new Tube(
                    "tube",
                    endpoint.server().toString(),
                    facts.text("name"),
                    facts.number("current-jobs-ready"),
                    facts.number("current-jobs-urgent"),
                    facts.number("current-jobs-reserved"),
                    facts.number("current-jobs-delayed"),
                    facts.number("current-jobs-buried"),
                    facts.number("total-jobs"),
                    facts.number("cmd-delete"),
                    facts.number("current-using"),
                    facts.number("current-watching"),
                    facts.number("current-waiting"),
                    facts.number("pause"),
                    facts.number("pause-time-left"),
                    facts.optional("next-ready-age"),
                    facts.optional("oldest-ready-age"),
                    facts.optional("time-in-queue-p50-ms"),
                    facts.optional("time-in-queue-p99-ms"),
                    facts.optional("time-in-queue-max-ms"));
        }
    }

    /** A message in a tube. */
    record Listed(
            String kind,
            String endpoint,
            String tube,
            long id,
            String state,
            long priority,
            long ageSeconds,
            long delaySeconds,
            long timeToRunSeconds,
            long leftSeconds,
            long bytes,
            long reserves,
            long timeouts,
            long releases,
            long buries,
            long kicks) {
        static Listed of(TubeEndpoint endpoint, Facts facts) throws ProtocolException {
            return new Listed(
                    "listed",
                    endpoint.server().toString(),
                    endpoint.tube(),
                    facts.number("id"),
                    facts.text("state"),
                    facts.number("pri"),
                    facts.number("age"),
                    facts.number("delay"),
                    facts.number("ttr"),
                    facts.number("time-left"),
                    facts.number("bytes"),
                    facts.number("reserves"),
                    facts.number("timeouts"),
                    facts.number("releases"),
                    facts.number("buries"),
                    facts.number("kicks"));
        }
    }

    /** A message that {@code peek} looked at. */
    record Peeked(String kind, String endpoint, long id, MessageContent message) {
        static Peeked of(TubeEndpoint endpoint, BeanstalkMessage message) {
            return new Peeked("peeked", endpoint.server().toString(), message.id(), MessageContent.of(message.body()));
        }
    }

    /** Messages that were purged or kicked, as {@code kind} says. */
    record Counted(String kind, String endpoint, String tube, long messages) {
        static Counted of(String kind, TubeEndpoint endpoint, long messages) {
            return new Counted(kind, endpoint.server().toString(), endpoint.tube(), messages);
        }
    }

    /** A tube that was paused; for 0 seconds where a pause was ended. */
    record Paused(String kind, String endpoint, String tube, long pauseSeconds) {
        static Paused of(TubeEndpoint endpoint, long pauseSeconds) {
            return new Paused("paused", endpoint.server().toString(), endpoint.tube(), pauseSeconds);
        }
    }

    /** A server that takes no more messages, or takes them again. */
    record Draining(String kind, String endpoint, boolean draining) {
        static Draining of(TubeEndpoint endpoint, boolean draining) {
            return new Draining("draining", endpoint.server().toString(), draining);
        }
    }

    /** A store's file that {@code check} has read; {@code intact} and {@code bytes} are of messages that are what was put. */
    record Checked(
            String kind,
            String store,
            boolean sound,
            long intact,
            long bytes,
            List<Long> damaged,
            List<String> findings) {
        static Checked of(String store, StoreReport report) {
            return new Checked(
                    "checked",
                    store,
                    report.sound(),
                    report.intact(),
                    report.bytes(),
                    report.damaged(),
                    report.findings());
        }
    }

    /** What a tube holds in a store's file. */
    record Contents(String kind, String tube, long ready, long delayed, long buried) {
        static Contents of(String tube, MessageCounts counts) {
            return new Contents("contents", tube, counts.ready(), counts.delayed(), counts.buried());
        }
    }
}
