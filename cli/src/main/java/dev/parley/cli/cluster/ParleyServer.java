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
            Map<String, String> stats = client.stats();
            return Optional.of(new ParleyServer(
                    stats.getOrDefault("acknowledgement", "nothing"), stats.getOrDefault("health", "unknown")));
        } catch (IOException | ProtocolException _) {
            return Optional.empty();
        }
    }

    boolean isWell() {
        return health.equals("ok");
    }

    /** For people. */
    String text() {
        return isWell() ? "takes messages, ack " + acknowledgement : health;
    }
}
