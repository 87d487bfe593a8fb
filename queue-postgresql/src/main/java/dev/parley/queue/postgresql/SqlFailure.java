package dev.parley.queue.postgresql;

import dev.parley.queue.StoreException;
import dev.parley.queue.StoreException.Kind;
import java.io.IOException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a failed statement means; the codes are those of PostgreSQL's manual, Appendix A. */
final class SqlFailure {
    private SqlFailure() {}

    /** The connection is of no use any more, or the transaction is worth another try. */
    static boolean isPassing(SQLException failure) {
        String state = state(failure);
        return state.startsWith("08") // connection
                || state.startsWith("57P") // shut down, crashed, starting
                || state.startsWith("40") // deadlock, serialization
                || state.equals("25006") // read-only: another host takes the writes now
                || state.equals("25P03") // this process stood still in the middle of a turn
                || state.equals("53300") // too many connections
                || state.equals("55P03") // a lock that is held for longer, by a commit that waits for a standby
                || state.isEmpty();
    }

    static boolean isFull(SQLException failure) {
        return state(failure).equals("53100");
    }

    private static String state(SQLException failure) {
        String state = failure.getSQLState();
        return state == null ? "" : state;
    }

    /** One line, without the address, whose values may be secret. */
    static String line(SQLException failure) {
        String message = failure.getMessage();
        if (message != null && message.contains("targetServerType: primary")) {
            return "takes no writes (read-only, or a standby)";
        }
        String first = message == null
                ? failure.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
        if (failure.getCause() instanceof UnknownHostException) {
            return "there is no host '" + failure.getCause().getMessage() + "'";
        }
        if (failure.getCause() instanceof IOException cause
                && cause.getMessage() != null
                && !first.contains("refused")) {
            return first.replaceFirst("\\.$", "") + ": " + cause.getMessage();
        }
        return first.startsWith("ERROR: ") || first.startsWith("FATAL: ") ? first.substring("ERROR: ".length()) : first;
    }

    /** No host could be connected to. The code is that of the one that says most: it was there, and refused. */
    static SQLException ofAll(List<String> hosts, List<SQLException> failures) {
        if (failures.size() == 1) {
            return failures.getFirst();
        }
        SQLException telling = failures.stream()
                .filter(failure -> !state(failure).startsWith("08"))
                .findFirst()
                .orElse(failures.getFirst());
        String lines = IntStream.range(0, hosts.size())
                .mapToObj(i -> hosts.get(i) + ": " + line(failures.get(i)))
                .collect(Collectors.joining("; "));
        return new SQLException(lines, telling.getSQLState());
    }

    /** The store cannot be opened. */
    static StoreException notOpened(Address address, SQLException failure) {
        String state = state(failure);
        boolean mayPass =
                isPassing(failure) && !state.equals("25006") && !state.equals("08004"); // it did not let us in
        return new StoreException(
                mayPass ? Kind.FAILED : Kind.MISCONFIGURED, "the store " + address.text() + ": " + line(failure));
    }

    static StoreException failed(Address address, SQLException failure) {
        return new StoreException(Kind.FAILED, "the store " + address.text() + ": " + line(failure));
    }
}
