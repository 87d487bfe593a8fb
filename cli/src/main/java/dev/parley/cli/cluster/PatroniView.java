package dev.parley.cli.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.result.JsonDocument;
import dev.parley.result.ResultFormatException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the Patronis say of the databases, by HTTP: whichever of them answers. */
final class PatroniView implements AutoCloseable {
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(2);
    private static final int OK = 200;
    private static final String STREAMING = "streaming";
    /** The text of a database that takes writes. */
    static final String PRIMARY = "primary";

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LONGEST_ANSWER).build();
    private final Ports ports;

    PatroniView(Ports ports) {
        this.ports = ports;
    }

    /** All databases, as {@code GET /cluster} has them. */
    record Cluster(List<Member> members) {
        /** Empty while it is not known. */
        Optional<Member> named(String name) {
            return members.stream().filter(member -> member.name.equals(name)).findFirst();
        }

        boolean hasPrimary() {
            return members.stream().anyMatch(Member::isPrimary);
        }

        /** Whether one takes writes, one confirms them, and each of so many does what it should. */
        boolean isWhole(int databases) {
            return members.stream().filter(Member::isUp).count() == databases
                    && hasPrimary()
                    && members.stream().anyMatch(Member::confirms);
        }
    }

    /** One database. */
    record Member(String name, String role, String state) {
        boolean isPrimary() {
            return role.equals("leader");
        }

        boolean confirms() {
            return role.equals("sync_standby");
        }

        boolean isUp() {
            return state.equals("running") || state.equals(STREAMING);
        }

        /** For people. */
        String text() {
            String what = isPrimary() ? PRIMARY : confirms() ? "standby that confirms commits" : "standby";
            return isUp() ? what : what + ", " + state;
        }

        /** What the primary knows better: a standby runs also when it has commits of its own, and then follows nobody. */
        private Member asOneOf(Set<String> streaming) {
            boolean alone = isUp() && !isPrimary() && !streaming.contains(name);
            return alone ? new Member(name, role, "not " + STREAMING) : this;
        }
    }

    /** A primary, as its {@code GET /patroni} has it; without a list while nobody follows it. */
    private record Primary(Optional<List<Standby>> replication) {}

    private record Standby(@JsonProperty("application_name") String name, String state) {}

    /** Empty while none answers. */
    Optional<Cluster> cluster() throws IOException {
        for (int number : Laboratory.databases()) {
            Optional<byte[]> answer = get(Ports.host(number), ports.patroni(number), "/cluster");
            Optional<Cluster> cluster = answer.flatMap(PatroniView::read);
            if (cluster.isPresent()) {
                return Optional.of(askPrimary(cluster.get()));
            }
        }
        return Optional.empty();
    }

    private Cluster askPrimary(Cluster cluster) throws IOException {
        for (int number : Laboratory.databases()) {
            if (cluster.named(Laboratory.database(number))
                    .filter(Member::isPrimary)
                    .isPresent()) {
                return get(Ports.host(number), ports.patroni(number), "/patroni")
                        .map(answer -> followed(cluster, answer))
                        .orElse(cluster);
            }
        }
        return cluster;
    }

    /** The same cluster, with what its primary answered of those that follow it. */
    static Cluster followed(Cluster cluster, byte[] answer) {
        try {
            Set<String> streaming = JsonDocument.read(answer, Primary.class).replication().orElse(List.of()).stream()
                    .filter(standby -> standby.state.equals(STREAMING))
                    .map(Standby::name)
                    .collect(Collectors.toSet());
            return new Cluster(cluster.members().stream()
                    .map(member -> member.asOneOf(streaming))
                    .toList());
        } catch (ResultFormatException _) {
            return cluster;
        }
    }

    /** Empty where it does not know enough yet. */
    static Optional<Cluster> read(byte[] answer) {
        try {
            return Optional.of(JsonDocument.read(answer, Cluster.class));
        } catch (ResultFormatException _) {
            return Optional.empty();
        }
    }

    /** Whether etcd answers. */
    boolean etcdAnswers() throws IOException {
        return get("127.0.0.1", ports.etcd(), "/health").isPresent();
    }

    private Optional<byte[]> get(String host, int port, String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + path))
                .timeout(LONGEST_ANSWER)
                .build();
        try {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode() == OK ? Optional.of(answer.body()) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
