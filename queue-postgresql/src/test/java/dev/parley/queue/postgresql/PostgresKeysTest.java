package dev.parley.queue.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.queue.Acknowledgement;
import dev.parley.queue.MessageStore;
import dev.parley.queue.NewMessage;
import dev.parley.queue.StoreClock;
import dev.parley.queue.StoreLimits;
import dev.parley.queue.StoreSettings;
import dev.parley.testkit.ManualStoreClock;
import dev.parley.testkit.PostgresServer;
import dev.parley.testkit.StoreKeysContract;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** What every store does with keys, and what several servers know of each other's. */
class PostgresKeysTest extends StoreKeysContract {
    @Override
    protected MessageStore open(StoreLimits limits, StoreClock clock) {
        return open(PostgresServer.shared().newDatabase(), limits, clock);
    }

    private static MessageStore open(String database, StoreLimits limits, StoreClock clock) {
        return PostgresStore.open(
                database,
                limits,
                Acknowledgement.MEMORY,
                StoreSettings.DEFAULT_PATIENCE,
                clock,
                clock instanceof ManualStoreClock);
    }

    @Test
    void serversThatShareADatabaseSayTheSameName() {
        String database = PostgresServer.shared().newDatabase();
        try (MessageStore one = open(database, StoreLimits.NONE, StoreClock.system());
                MessageStore two = open(database, StoreLimits.NONE, StoreClock.system());
                MessageStore other = open(StoreLimits.NONE, StoreClock.system())) {
            assertThat(one.identity()).isEqualTo(two.identity()).isNotEqualTo(other.identity());
        }
    }

    /** Each key is put by three servers at about the same time, each in an order of its own. */
    @Test
    void aKeyThatIsPutAtSeveralServersStoresOneMessage() {
        int keys = 2_000;
        String database = PostgresServer.shared().newDatabase();
        List<MessageStore> servers = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                servers.add(open(database, StoreLimits.NONE, StoreClock.system()));
            }
            List<Map<Integer, CompletableFuture<Long>>> answers = new ArrayList<>();
            for (MessageStore server : servers) {
                answers.add(put(server, keys));
            }
            List<Map<Integer, Long>> ids = new ArrayList<>();
            for (Map<Integer, CompletableFuture<Long>> ofServer : answers) {
                Map<Integer, Long> id = new TreeMap<>();
                ofServer.forEach((key, answer) -> id.put(key, answer.join()));
                ids.add(id);
            }
            assertThat(ids.get(1)).isEqualTo(ids.get(0));
            assertThat(ids.get(2)).isEqualTo(ids.get(0));
            assertThat(servers.getFirst().stats().join().counts().total()).isEqualTo(keys);
        } finally {
            servers.forEach(MessageStore::close);
        }
    }

    private static Map<Integer, CompletableFuture<Long>> put(MessageStore server, int keys) {
        List<Integer> order = new ArrayList<>();
        for (int key = 0; key < keys; key++) {
            order.add(key);
        }
        Collections.shuffle(order, ThreadLocalRandom.current());
        Map<Integer, CompletableFuture<Long>> answers = new TreeMap<>();
        for (int key : order) {
            answers.put(key, server.putOnce(Integer.toString(key), NewMessage.of(new byte[] {1})));
        }
        return answers;
    }
}
