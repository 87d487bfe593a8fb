package dev.parley.queue.sqlite;

import dev.parley.queue.Acknowledgement;
import dev.parley.queue.Backlog.Stored;
import dev.parley.queue.StoreException;
import dev.parley.queue.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Files of stores that nobody has open: what they hold, and what of it is intact. Each call takes as long as reading the file. A
 * file that a server has open is refused with a {@link StoreException} that names its process.
 */
public final class StoreFiles {
    private static final int MOST_FINDINGS = 10;
    /** In one transaction. */
    private static final int AT_ONCE = 1_000;

    private StoreFiles() {}

    /**
     * Looks at everything in a store. The file keeps what it holds; where its log is intact, that becomes part of it.
     *
     * @throws StoreException when there is no such file, or it is in use
     * @throws IOException when it cannot be read
     */
    public static StoreReport check(Path file) throws IOException {
        return read(file, _ -> {});
    }

    /**
     * Gives all intact messages to this, in the order of their numbers.
     *
     * @throws StoreException as {@link #check}
     */
    public static StoreReport read(Path given, Consumer<Stored> each) throws IOException {
        Path file = existing(given);
        try (LockFile _ = LockFile.of(file, beside(file, "-lock"))) {
            try {
                LogWalk.check(beside(file, "-wal"));
            } catch (StoreException e) { // opened, it would lose what is behind
                return new StoreReport(0, 0, List.of(), Map.of(), List.of(e.reason()));
            }
            return read(file, true, each);
        }
    }

    /**
     * Copies what is intact into a new store: messages with their numbers, states and histories. The old one is not touched, and
     * neither is its log: what can still be read of that is in the new one.
     *
     * @param to is not there yet
     * @throws StoreException as {@link #check}, or when the new file is there already
     */
    public static StoreReport salvage(Path given, Path to) throws IOException {
        Path file = existing(given);
        if (Files.exists(to)) {
            throw new StoreException(Kind.FAILED, to + " exists; name a file that does not");
        }
        Path target = to.toAbsolutePath().normalize();
        Path copy = beside(target, "-salvage");
        try (LockFile _ = LockFile.of(file, beside(file, "-lock"))) {
            Files.copy(file, copy);
            if (Files.exists(beside(file, "-wal"))) {
                Files.copy(beside(file, "-wal"), beside(copy, "-wal"));
            }
            return salvageCopy(copy, target);
        } finally {
            Files.deleteIfExists(copy);
            Files.deleteIfExists(beside(copy, "-wal"));
        }
    }

    private static StoreReport salvageCopy(Path copy, Path target) {
        Database database = Database.open(target, Acknowledgement.DISK);
        try {
            NewFile written = new NewFile(database);
            StoreReport report = read(copy, false, written::add);
            written.end();
            return report;
        } finally {
            database.close();
        }
    }

    private static StoreReport read(Path file, boolean sound, Consumer<Stored> each) {
        Database database;
        try {
            database = sound ? Database.open(file, Acknowledgement.DISK) : Database.ofAnyContent(file);
        } catch (SqlFailure e) {
            return unreadable(e.reason());
        } catch (StoreException e) {
            return unreadable(e.reason());
        }
        try {
            MessageReader reader = new MessageReader(database);
            if (sound) {
                findings(database).forEach(reader::found);
            }
            return reader.read(each);
        } finally {
            database.close();
        }
    }

    private static StoreReport unreadable(String why) {
        return new StoreReport(0, 0, List.of(), Map.of(), List.of(why));
    }

    private static List<String> findings(Database database) {
        List<String> findings = new ArrayList<>();
        try {
            database.query(Sql.QUICK_CHECK, rows -> {
                while (rows.next() && findings.size() < MOST_FINDINGS) {
                    if (!rows.getString(1).equals("ok")) {
                        findings.add(rows.getString(1).strip());
                    }
                }
                return findings;
            });
            MessageTable table = new MessageTable(database);
            Totals totals = table.totals();
            Totals indexed = table.indexed();
            if (totals.messages() != indexed.messages() || totals.idSum() != indexed.idSum()) {
                findings.add("it says that it holds " + totals.messages() + " messages, and its indexes know "
                        + indexed.messages() + ", or others");
            }
        } catch (SqlFailure e) {
            findings.add(e.reason());
        }
        return findings;
    }

    private static Path existing(Path given) {
        if (!Files.isRegularFile(given)) {
            throw new StoreException(Kind.FAILED, "there is no store " + given);
        }
        return given.toAbsolutePath().normalize();
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    /** A store that is being written, message by message. */
    private static final class NewFile {
        private final Database database;
        private Totals totals = new Totals(0, 0, 0, 0);

        NewFile(Database database) {
            this.database = database;
            database.run(Sql.BEGIN);
        }

        void add(Stored message) {
            database.update(Sql.INSERT, to -> Rows.insert(to, message.entry(), message.body()));
            database.update(Sql.NOTE_HISTORY, to -> Rows.noteHistory(to, message.entry()));
            totals = totals.with(message.entry().id(), message.entry().cost());
            if (totals.messages() % AT_ONCE == 0) {
                commit();
                database.run(Sql.BEGIN);
            }
        }

        void end() {
            commit();
        }

        private void commit() {
            database.update(Sql.SET_TOTALS, to -> totals.set(to, 0));
            database.run(Sql.COMMIT);
        }
    }
}
