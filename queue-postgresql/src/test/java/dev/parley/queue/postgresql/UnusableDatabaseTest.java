package dev.parley.queue.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.queue.Acknowledgement;
import dev.parley.queue.MessageStore;
import dev.parley.queue.StoreException;
import dev.parley.queue.StoreException.Kind;
import dev.parley.queue.StoreLimits;
import dev.parley.queue.StoreSettings;
import dev.parley.testkit.PostgresServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be opened is said in a sentence, without secrets. */
class UnusableDatabaseTest {
    private final PostgresServer server = PostgresServer.shared();

    private static MessageStore open(String location, @Nullable Acknowledgement acknowledgement) {
        return PostgresStore.open(location, StoreLimits.NONE, acknowledgement, StoreSettings.DEFAULT_PATIENCE);
    }

    private static void refuses(String location, @Nullable Acknowledgement level, Kind kind, String reason) {
        assertThatThrownBy(() -> open(location, level)).isInstanceOfSatisfying(StoreException.class, refusal -> {
            assertThat(refusal.kind()).isEqualTo(kind);
            assertThat(refusal.reason())
                    .startsWith("the store postgresql:" + location.substring(0, location.indexOf('?')))
                    .contains(reason)
                    .doesNotContain("secret", "\n");
        });
    }

    private String name(String location) {
        return location.substring(location.lastIndexOf('/') + 1, location.indexOf('?'));
    }

    @Test
    void aDatabaseThatIsNotThere() {
        String there = server.newDatabase();
        refuses(there.replace(name(there), "none"), null, Kind.MISCONFIGURED, "database \"none\" does not exist");
    }

    @Test
    void aServerThatIsNotThere() {
        refuses("//127.0.0.1:1/x?user=me&password=secret", null, Kind.FAILED, "refused");
    }

    @Test
    void aHostThatIsNotThere() {
        refuses("//nowhere.invalid/x?user=me", null, Kind.FAILED, ": there is no host 'nowhere.invalid'");
    }

    @Test
    void noneOfSeveralHosts() {
        refuses(
                "//127.0.0.1:1,nowhere.invalid/x?user=me",
                null,
                Kind.FAILED,
                "nowhere.invalid: there is no host 'nowhere.invalid'");
    }

    @Test
    void aUserWhoMayNot() {
        String database = server.newDatabase();
        server.sql(name(database), "create role guest login");
        refuses(
                database.replace("user=parley", "user=guest&password=secret"),
                null,
                Kind.MISCONFIGURED,
                "permission denied for database");
    }

    @Test
    void aUserWhoOwnsTheSchemaAndMayMakeNoOther() {
        String database = server.newDatabase();
        server.sql(name(database), "create role owner login");
        server.sql(name(database), "create schema parley authorization owner");
        open(database.replace("user=parley", "user=owner"), null).close();
    }

    @Test
    void aUserWhoIsNot() {
        refuses(
                server.newDatabase().replace("user=parley", "user=nobody&password=secret"),
                null,
                Kind.MISCONFIGURED,
                "role \"nobody\" does not exist");
    }

    @Test
    void tablesOfALaterVersion() {
        String database = server.newDatabase();
        open(database, null).close();
        server.sql(name(database), "insert into parley.migration values (99, now())");
        refuses(database, null, Kind.MISCONFIGURED, "has tables of version 99, and this program knows up to 2");
    }

    @Test
    void aDatabaseThatTakesNoWrites() {
        String database = server.newDatabase();
        server.sql("postgres", "alter database " + name(database) + " set default_transaction_read_only = on");
        refuses(database, null, Kind.FAILED, "takes no writes");
    }

    @Test
    void moreThanItCanPromise() {
        String database = server.newDatabase();
        refuses(database, Acknowledgement.DISK, Kind.MISCONFIGURED, "does not sync (fsync = off)");
        refuses(database, Acknowledgement.QUORUM, Kind.MISCONFIGURED, "does not sync (fsync = off)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "jobs",
                "/tmp/x",
                "//:port/x",
                "//host:99999x/db",
                "//me:secret@host/db",
                "//me:pa?secret@host/db",
                "//me:se/cret@host/secret@db?x"
            })
    void whatIsNoAddress(String location) {
        assertThatThrownBy(() -> open(location, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("names no database; expected postgresql://HOST/DATABASE")
                .hasMessageNotContaining("secret");
    }
}
