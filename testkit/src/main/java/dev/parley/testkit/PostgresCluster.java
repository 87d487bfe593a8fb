package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A primary and two standbys, one of which must confirm each commit. It fails over when a test says so, as a cluster manager would:
 * the standby that has most takes over, and the other follows it. For one thread at a time.
 */
public final class PostgresCluster implements AutoCloseable {
    /** What becomes of the primary. */
    public enum Fault {
        /** All its processes end at once. */
        KILLED,
        /** It does not run any more, but its connections stay open. */
        STOPPED,
        /**
         * It runs, and takes writes as far as it knows, but no packet gets to its standbys, and, when it has written something that they do
         * not have, none to anybody. Under load: what it writes is what others write to it.
         */
        CUT_OFF,
        /** It is shut down in order. */
        SWITCHED_OVER
    }

    private static final String DATABASE = "jobs";

    private final List<PostgresServer> all = new ArrayList<>();
    private PostgresServer primary;
    private @Nullable PostgresServer lost;

    private PostgresCluster(PostgresServer primary) {
        this.primary = primary;
        all.add(primary);
    }

    /** Starts all three, with an empty database. Skips the test where PostgreSQL is not installed. */
    public static PostgresCluster start() {
        PostgresServer.skipWithoutPrograms();
        PostgresServer first = PostgresServer.start();
        first.sql("postgres", "create database " + DATABASE);
        PostgresCluster cluster = new PostgresCluster(first);
        cluster.setStandbys("'*'"); // a copy has the settings too
        cluster.all.add(first.startStandby());
        cluster.all.add(first.startStandby());
        cluster.awaitStandbys(2);
        return cluster;
    }

    /** What stands behind {@code postgresql:}: all hosts, whichever takes writes. */
    public String location() {
        return all.stream()
                .map(server -> "127.0.0.1:" + server.port())
                .collect(Collectors.joining(",", "//", "/" + DATABASE + "?user=parley"));
    }

    /** Runs this on the server that takes writes: what it prints. */
    public String sql(String statement) {
        return primary.sql(DATABASE, statement);
    }

    /** The primary asks no standby any more, as where a cluster manager has lost all of them. */
    public void askNoStandby() {
        setStandbys("''");
    }

    /** It does again. */
    public void askStandbys() {
        setStandbys("'*'");
    }

    private void setStandbys(String names) {
        primary.sql(DATABASE, "alter system set synchronous_standby_names = " + names);
        primary.sql(DATABASE, "select pg_reload_conf()");
        await().until(() -> ("'" + primary.sql(DATABASE, "show synchronous_standby_names") + "'").equals(names));
    }

    /** The standbys do not run any more; their connections stay open. */
    public void freezeStandbys() {
        standbys().forEach(PostgresServer::freeze);
    }

    /** They go on. */
    public void thawStandbys() {
        standbys().forEach(PostgresServer::thaw);
    }

    private List<PostgresServer> standbys() {
        PostgresServer first = primary;
        return all.stream().filter(server -> server != first).toList();
    }

    /** The faults that can be had on this host; standard error says which cannot, and why. */
    public static Set<Fault> possibleFaults() {
        return PostgresServer.canBeCutOff()
                ? EnumSet.allOf(Fault.class)
                : EnumSet.complementOf(EnumSet.of(Fault.CUT_OFF));
    }

    /** The primary is lost, and a standby takes over. */
    public void failOver(Fault fault) {
        PostgresServer before = primary;
        lost = before;
        switch (fault) {
            case KILLED -> before.stop("immediate");
            case STOPPED -> before.freeze();
            case CUT_OFF -> cutOff(before);
            case SWITCHED_OVER -> before.stop("fast");
        }
        List<PostgresServer> standbys =
                all.stream().filter(server -> server != before).toList();
        PostgresServer next = standbys.stream()
                .max(Comparator.comparingLong(PostgresServer::receivedBytes))
                .orElseThrow();
        next.promote();
        primary = next;
        standbys.stream().filter(server -> server != next).forEach(server -> server.followFromNowOn(next));
        awaitStandbys(1);
    }

    private void cutOff(PostgresServer server) {
        server.cutOffFromStandbys();
        // Whoever commits may wait already for the standby that was cut off first, while the other one still got all.
        server.sql(
                "postgres",
                "set synchronous_commit = local; select pg_logical_emit_message(true, 'parley', 'not on the standbys')");
        await().until(() -> standbys().stream().allMatch(standby -> standby.receivedBytes() < server.writtenBytes()));
        server.cutOff();
    }

    /** What was lost, running or not, comes back as a standby of the new primary. */
    public void repair() {
        PostgresServer back = lost;
        if (back != null) {
            back.end();
            back.reconnect();
            back.follow(primary);
            lost = null;
        }
        awaitStandbys(2);
    }

    private void awaitStandbys(int count) {
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(primary.sql(
                                "postgres", "select count(*) from pg_stat_replication where state = 'streaming'"))
                        .isEqualTo(Integer.toString(count)));
    }

    @Override
    public void close() {
        all.forEach(PostgresServer::close);
    }
}
