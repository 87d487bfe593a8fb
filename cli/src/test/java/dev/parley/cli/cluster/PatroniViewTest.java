package dev.parley.cli.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.cluster.PatroniView.Cluster;
import dev.parley.cli.cluster.PatroniView.Member;
import org.junit.jupiter.api.Test;

class PatroniViewTest {
    /** As Patroni 3.0.2 answers. */
    private static final String ANSWER = """
            {"members": [
              {"name": "db-1", "role": "leader", "state": "running", "api_url": "http://127.0.0.1:17411/patroni",
               "host": "127.0.0.1", "port": 17421, "timeline": 1},
              {"name": "db-2", "role": "sync_standby", "state": "running", "api_url": "http://127.0.0.1:17412/patroni",
               "host": "127.0.0.1", "port": 17422, "timeline": 1, "lag": 0},
              {"name": "db-3", "role": "replica", "state": "STATE", "api_url": "http://127.0.0.1:17413/patroni",
               "host": "127.0.0.1", "port": 17423, "timeline": 1, "lag": "unknown"}]}""";

    private static Cluster clusterWith(String state) {
        return PatroniView.read(ANSWER.replace("STATE", state).getBytes(UTF_8)).orElseThrow();
    }

    @Test
    void saysWhichIsWhat() {
        Cluster cluster = clusterWith("running");

        assertThat(cluster.members())
                .extracting(Member::text)
                .containsExactly("primary", "standby that confirms commits", "standby");
        assertThat(cluster.isWhole(3)).isTrue();
        assertThat(cluster.isWhole(4)).isFalse();
        assertThat(cluster.named("db-4")).isEmpty();
    }

    @Test
    void isNotWholeWhileOneIsMadeOrNobodyConfirms() {
        Cluster cluster = clusterWith("creating replica");

        assertThat(cluster.named("db-3").map(Member::text)).contains("standby, creating replica");
        assertThat(cluster.isWhole(3)).isFalse();
        assertThat(new Cluster(clusterWith("running").members().subList(0, 1)).isWhole(1))
                .isFalse();
    }

    /** A former primary that came back with commits of its own runs, and never follows. */
    @Test
    void whoRunsAndDoesNotFollowThePrimaryIsNotWell() {
        String answer = """
                {"state": "running", "role": "master", "timeline": 1, "replication": [
                  {"usename": "replicator", "application_name": "db-2", "client_addr": "127.0.0.12", "state": "streaming",
                   "sync_state": "sync", "sync_priority": 1},
                  {"usename": "replicator", "application_name": "db-3", "client_addr": "127.0.0.13", "state": "STATE",
                   "sync_state": "async", "sync_priority": 0}]}""";
        Cluster streaming = followed(answer.replace("STATE", "streaming"));
        Cluster copied = followed(answer.replace("STATE", "backup"));

        assertThat(streaming.isWhole(3)).isTrue();
        assertThat(copied.isWhole(3)).isFalse();
        assertThat(copied.members())
                .extracting(Member::text)
                .containsExactly("primary", "standby that confirms commits", "standby, not streaming");
        assertThat(followed("{\"state\": \"running\"}").members())
                .extracting(Member::isUp)
                .containsExactly(true, false, false);
        assertThat(followed("no JSON").isWhole(3)).as("not known").isTrue();
    }

    private static Cluster followed(String answer) {
        return PatroniView.followed(clusterWith("running"), answer.getBytes(UTF_8));
    }

    @Test
    void anAnswerThatSaysLessIsNoAnswer() {
        assertThat(PatroniView.read("{\"members\": [{\"name\": \"db-1\"}]}".getBytes(UTF_8)))
                .isEmpty();
        assertThat(PatroniView.read("no JSON".getBytes(UTF_8))).isEmpty();
    }
}
