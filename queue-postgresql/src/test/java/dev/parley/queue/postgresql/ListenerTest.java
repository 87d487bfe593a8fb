package dev.parley.queue.postgresql;

import static org.awaitility.Awaitility.await;

import dev.parley.testkit.PostgresServer;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ListenerTest {
    private final PostgresServer server = PostgresServer.shared();

    @Test
    void hearsOfOthersAlsoOnANewConnection() throws SQLException {
        String location = server.newDatabase();
        String name = location.substring(location.lastIndexOf('/') + 1, location.indexOf('?'));
        Address address = Address.parse(location);
        BlockingQueue<Set<String>> heard = new LinkedBlockingQueue<>();
        try (Notifier own = new Notifier(address);
                Listener listener = new Listener(address, own);
                Database other = address.connect("test")) {
            listener.start(heard::add);
            String first = process(name, "0");
            hears(heard, other, "a");

            listener.renew();

            process(name, first);
            hears(heard, other, "b");
        }
    }

    /** Of the listener's connection, once it is another than this. */
    private String process(String database, String other) {
        return await().until(
                        () -> server.sql(
                                database,
                                "select pid from pg_stat_activity where application_name = 'parley listener' and datname = '"
                                        + database + "' and query ilike 'listen%' and pid <> " + other),
                        pid -> !pid.isEmpty());
    }

    private static void hears(BlockingQueue<Set<String>> heard, Database other, String tube) throws SQLException {
        other.update(Sql.NOTIFY, (Object) new String[] {tube});
        await().until(() -> heard.contains(Set.of(tube)));
    }
}
