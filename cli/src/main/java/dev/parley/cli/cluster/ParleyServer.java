package dev.parley.cli.cluster;

import dev.parley.client.beanstalk.BeanstalkClient;
import dev.parley.core.Endpoint;
import dev.parley.core.ProtocolException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What one of Parley's servers says of itself.
 *
 * @param acknowledgement what its answers promise
 * @param health {@code ok}, or why messages are refused
 */
record ParleyServer(String acknowledgement, String health) {
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(2);

    /** Empty when it does not answer. */
    static Optional<ParleyServer> at(Endpoint endpoint) {
        try (BeanstalkClient client =
                BeanstalkClient.connect(endpoint, BeanstalkClient.DEFAULT_OPTIONS.withTimeout(LONGEST_ANSWER))) {
            ParleyServer server = of(client.stats());
            // what an idle server knows may be of before a failover: the first question finds the new primary
            return Optional.of(server.isWell() ? server : of(client.stats()));
        } catch (IOException | ProtocolException _) {
            return Optional.empty();
        }
    }

    private static ParleyServer of(Map<String, String> stats) {
        return new ParleyServer(
                stats.getOrDefault("acknowledgement", "nothing"), stats.getOrDefault("health", "unknown"));
    }

    boolean isWell() {
        return health.equals("ok");
    }

    /** For people. */
    String text() {
        return isWell() ? "takes messages, ack " + acknowledgement : health;
    }
}
