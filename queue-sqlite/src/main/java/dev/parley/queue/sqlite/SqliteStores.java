package dev.parley.queue.sqlite;

import dev.parley.queue.Acknowledgement;
import dev.parley.queue.MessageStore;
import dev.parley.queue.StoreProvider;
import dev.parley.queue.StoreSettings;
import dev.parley.queue.StoreType;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Brings {@code sqlite:FILE}. */
public final class SqliteStores implements StoreProvider {
    @Override
    public List<StoreType> stores() {
        return List.of(new StoreType("sqlite", "FILE", false, false, SqliteStores::open));
    }

    private static MessageStore open(StoreSettings settings) {
        String file = settings.location();
        if (file.isEmpty() || file.indexOf('?') >= 0) {
            throw new IllegalArgumentException(
                    "'sqlite:" + file + "' names no file; expected sqlite:FILE, FILE without a question mark");
        }
        Acknowledgement wanted = settings.acknowledgement();
        if (wanted == Acknowledgement.QUORUM) {
            throw new IllegalArgumentException(
                    "a store in a file is on one machine: --ack disk is the most that it promises");
        }
        try {
            return SqliteStore.open(
                    Path.of(file), settings.limits(), wanted == null ? Acknowledgement.DISK : wanted, settings.clock());
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'sqlite:" + file + "' names no file: " + e.getMessage());
        }
    }
}
