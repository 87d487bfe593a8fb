package dev.parley.cli.cluster;

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

/** What the Patronis say of the databases, by HTTP: whichever of them answers. */
final class PatroniView implements AutoCloseable {
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(2);
    private static final int OK = 200;
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
            return state.equals("running") || state.equals("streaming");
        }

        /** For people. */
        String text() {
            String what = isPrimary() ? PRIMARY : confirms() ? "standby that confirms commits" : "standby";
            return isUp() ? what : what + ", " + state;
        }
    }

    /** Empty while none answers. */
    Optional<Cluster> cluster() throws IOException {
        for (int number : Laboratory.databases()) {
            Optional<byte[]> answer = get(Ports.host(number), ports.patroni(number), "/cluster");
            Optional<Cluster> cluster = answer.flatMap(PatroniView::read);
            if (cluster.isPresent()) {
                return cluster;
            }
        }
        return Optional.empty();
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
