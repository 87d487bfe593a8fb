package dev.parley.queue.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.regex.Pattern;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Where the database is. What it prints has no password.
 *
 * @param url for the driver
 * @param text without what stands behind the question mark
 */
record Address(String url, String text) {
    static final String SCHEMA = "parley";
    private static final String HOST = "([^/?:,\\[\\]]+|\\[[0-9a-fA-F:]+])(:[0-9]{1,5})?";
    /** Looked at before the driver does, which would log what it does not like. */
    private static final Pattern LOCATION = Pattern.compile("//" + HOST + "(," + HOST + ")*/[^/?]+([?].*)?");

    private static final Duration CONNECTING = Duration.ofSeconds(3);
    /** A server that has stopped, or cannot be reached any more, is noticed so soon. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

    /**
     * @param location what stands behind the colon of the store's name: {@code //host1,host2:5433/database?user=me}
     * @throws IllegalArgumentException when it is none
     */
    static Address parse(String location) {
        String url = "jdbc:postgresql:" + location;
        int query = location.indexOf('?');
        String text = "postgresql:" + (query < 0 ? location : location.substring(0, query));
        if (!LOCATION.matcher(location).matches() || Driver.parseURL(url, new Properties()) == null) {
            throw new IllegalArgumentException("'" + text + "' names no database; expected postgresql://HOST/DATABASE,"
                    + " or postgresql://HOST1,HOST2:PORT/DATABASE?user=NAME");
        }
        return new Address(url, text);
    }

    /** Connects to the host that takes writes. */
    Database connect(String purpose) throws SQLException {
        Properties defaults = new Properties();
        PGProperty.TARGET_SERVER_TYPE.set(defaults, "primary");
        PGProperty.CONNECT_TIMEOUT.set(defaults, (int) CONNECTING.toSeconds());
        PGProperty.LOGIN_TIMEOUT.set(defaults, (int) LONGEST_ANSWER.toSeconds());
        PGProperty.SOCKET_TIMEOUT.set(defaults, (int) LONGEST_ANSWER.toSeconds());
        PGProperty.TCP_KEEP_ALIVE.set(defaults, true);
        PGProperty.PREPARE_THRESHOLD.set(defaults, 1);
        PGProperty.HOST_RECHECK_SECONDS.set(defaults, 1);
        PGProperty.CURRENT_SCHEMA.set(defaults, SCHEMA);
        PGProperty.APPLICATION_NAME.set(defaults, "parley " + purpose);
        Properties settings = new Properties(defaults);
        Connection connection = new Driver().connect(url, settings);
        if (connection == null) {
            throw new SQLException("not an address of PostgreSQL: " + text);
        }
        return new Database(connection);
    }
}
