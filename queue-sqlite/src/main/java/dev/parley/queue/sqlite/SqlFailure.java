package dev.parley.queue.sqlite;

import java.sql.SQLException;
import org.sqlite.SQLiteException;

/** The database could not do what it was told: everything since the last commit is undone. */
final class SqlFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int FULL = 13;
    private static final int BUSY = 5;
    private static final int CORRUPT = 11;
    private static final int NO_DATABASE = 26;

    private final int code;

    SqlFailure(SQLException cause) {
        super(String.valueOf(cause.getMessage()), cause);
        this.code = cause instanceof SQLiteException e ? e.getResultCode().code & 0xff : cause.getErrorCode();
    }

    /** There is no room on the disk; later there may be. Anything else is final. */
    boolean full() {
        return code == FULL;
    }

    /** Somebody else has the file. */
    boolean busy() {
        return code == BUSY;
    }

    /** The file is not what was written. */
    boolean damaged() {
        return code == CORRUPT || code == NO_DATABASE;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
