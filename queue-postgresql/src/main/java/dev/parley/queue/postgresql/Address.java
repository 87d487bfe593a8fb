package dev.parley.queue.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Where the database is. What it prints has no password.
 *
 * @param hosts each with its port, if one is given
 * @param rest what stands behind them, for the driver
 * @param text without what stands behind the question mark
 */
record Address(List<String> hosts, String rest, String text) {
    static final String SCHEMA = "parley";
    private static final String HOST = "([^/?:,\\[\\]]+|\\[[0-9a-fA-F:]+])(:[0-9]{1,5})?";
    /** Looked at before the driver does, which would log what it does not like. */
    private static final Pattern LOCATION = Pattern.compile("//" + HOST + "(," + HOST + ")*/[^/?]+([?].*)?");

    private static final Duration CONNECTING = Duration.ofSeconds(3);
    private static final Duration LONGEST_LOGIN = Duration.ofSeconds(5);
    /** A server that has stopped, or cannot be reached any more, is noticed so soon. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

    /**
     * @param location what stands behind the colon of the store's name: {@code //host1,host2:5433/database?user=me}
     * @throws IllegalArgumentException when it is none
     */
    static Address parse(String location) {
        String url = "jdbc:postgresql:" + location;
        String text = "postgresql:" + location.replaceFirst("[?].*", "");
        if (!LOCATION.matcher(location).matches() || Driver.parseURL(url, new Properties()) == null) {
            // Never a password, which may have any sign in it.
            String shown = location.indexOf('@') < 0 ? text : "postgresql:" + location.replaceFirst("//.*@", "//...@");
            throw new IllegalArgumentException(
                    "'" + shown.replaceFirst("[?].*", "") + "' names no database; expected postgresql://HOST/DATABASE,"
                            + " or postgresql://HOST1,HOST2:PORT/DATABASE?user=NAME");
        }
        int slash = location.indexOf('/', 2);
        return new Address(List.of(location.substring(2, slash).split(",", -1)), location.substring(slash), text);
    }

    /** Connects to the host that takes writes; one that does not answer keeps the others waiting for a bounded time. */
    Database connect(String purpose) throws SQLException {
        List<SQLException> failures = new ArrayList<>();
        for (String host : hosts) {
            try {
                return connect(host, purpose);
            } catch (SQLException e) {
                failures.add(e);
            }
        }
        throw SqlFailure.ofAll(hosts, failures);
    }

    private Database connect(String host, String purpose) throws SQLException {
        Properties defaults = new Properties();
        PGProperty.TARGET_SERVER_TYPE.set(defaults, "primary");
        PGProperty.CONNECT_TIMEOUT.set(defaults, (int) CONNECTING.toSeconds());
        PGProperty.LOGIN_TIMEOUT.set(defaults, (int) LONGEST_LOGIN.toSeconds());
        PGProperty.SOCKET_TIMEOUT.set(defaults, (int) LONGEST_ANSWER.toSeconds());
        PGProperty.TCP_KEEP_ALIVE.set(defaults, true);
        PGProperty.PREPARE_THRESHOLD.set(defaults, 1);
        PGProperty.HOST_RECHECK_SECONDS.set(defaults, 0); // whatever it was a moment ago
        PGProperty.CURRENT_SCHEMA.set(defaults, SCHEMA);
        PGProperty.APPLICATION_NAME.set(defaults, "parley " + purpose);
        Connection connection = new Driver().connect("jdbc:postgresql://" + host + rest, new Properties(defaults));
        if (connection == null) {
            throw new SQLException("not an address of PostgreSQL: " + text);
        }
        Database database = new Database(connection);
        try {
            database.update(Sql.BOUNDED_WAIT);
            return database;
        } catch (SQLException e) {
            database.close();
            throw e;
        }
    }
}
