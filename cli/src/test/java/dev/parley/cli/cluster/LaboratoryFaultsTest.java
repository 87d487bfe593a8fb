package dev.parley.cli.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.client.beanstalk.BeanstalkClient;
import dev.parley.client.beanstalk.BeanstalkMessage;
import dev.parley.core.ProtocolException;
import dev.parley.queue.NewMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Promise Q9 with a cluster manager: servers are lost under load, again and again, and Patroni decides who takes over. Nothing that was
 * acknowledged is lost, nothing is there twice.
 */
@Tag("nightly")
class LaboratoryFaultsTest {
    private static final int TIMES_EACH = Integer.getInteger("parley.nightly.faults", 100) / Fault.values().length;
    private static final int PRODUCERS = 4;
    private static final int SOME_PUTS = 50;
    private static final Duration LONGEST_AWAY = Duration.ofSeconds(30);
    /** Longer than a server waits for its database. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(40);

    private enum Fault {
        /** PostgreSQL alone; Patroni sees it. */
        PRIMARY_CRASHED,
        /** Patroni too, as when a machine is lost. */
        PRIMARY_KILLED,
        /** Both stop where they are, and go on when another is the primary. */
        PRIMARY_STOPPED,
        SWITCHED_OVER,
        PARLEY_KILLED
    }

    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong lastAnswer = new AtomicLong();
    private final AtomicLong longestAway = new AtomicLong();

    @Test
    void aHundredFaultsTakeNothingWithThem() throws Exception {
        try (TestLaboratory lab = new TestLaboratory()) {
            lab.up();
            for (int i = 0; i < TIMES_EACH; i++) {
                for (Fault fault : Fault.values()) {
                    survives(lab, fault);
                }
            }
        }
    }

    private void survives(TestLaboratory lab, Fault fault) throws Exception {
        Laboratory files = lab.files();
        Set<String> asked = ConcurrentHashMap.newKeySet();
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicBoolean producing = new AtomicBoolean(true);
        int lost = lab.primary();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> producers = new ArrayList<>();
            for (int i = 0; i < PRODUCERS; i++) {
                int server = i;
                producers.add(threads.submit(() -> produce(files, server, producing, asked, acknowledged)));
            }
            await().until(() -> acknowledged.size() > SOME_PUTS);
            longestAway.set(0);
            cause(fault, files, lost);
            int before = acknowledged.size();
            await().atMost(LONGEST_AWAY).until(() -> acknowledged.size() > before + SOME_PUTS);
            if (fault == Fault.PRIMARY_STOPPED) {
                signal("CONT", files, lost); // it is not the primary any more, and does not know it
                int then = acknowledged.size();
                await().atMost(LONGEST_AWAY).until(() -> acknowledged.size() > then + SOME_PUTS);
            }
            producing.set(false);
            for (Future<?> producer : producers) {
                producer.get();
            }
        }
        System.out.printf("%s: no put acknowledged for %.1f s%n", fault, longestAway.get() / 1e9);
        assertThat(Duration.ofNanos(longestAway.get())).isLessThan(LONGEST_AWAY);
        lab.up();
        List<String> stored = drained(files);
        assertThat(stored).doesNotHaveDuplicates().containsAll(acknowledged);
        assertThat(asked).containsAll(stored);
    }

    private static void cause(Fault fault, Laboratory files, int primary) throws IOException {
        switch (fault) {
            case PRIMARY_CRASHED ->
                TestLaboratory.kill(files.postmaster(primary).running().orElseThrow());
            case PRIMARY_KILLED -> {
                TestLaboratory.kill(
                        files.pidFile(Laboratory.patroni(primary)).running().orElseThrow());
                TestLaboratory.kill(files.postmaster(primary).running().orElseThrow());
            }
            case PRIMARY_STOPPED -> signal("STOP", files, primary);
            case SWITCHED_OVER ->
                run("patronictl", "-c", files.patroniSettings(1).toString(), "switchover", "--force");
            case PARLEY_KILLED ->
                TestLaboratory.kill(
                        files.pidFile(Laboratory.parley(1)).running().orElseThrow());
        }
    }

    private static void signal(String name, Laboratory files, int number) throws IOException {
        List<String> words = new ArrayList<>(List.of("kill", "-" + name));
        ProcessHandle database = files.postmaster(number).running().orElseThrow();
        Stream.of(
                        files.pidFile(Laboratory.patroni(number)).running().stream(),
                        Stream.of(database),
                        database.descendants())
                .flatMap(some -> some)
                .forEach(process -> words.add(Long.toString(process.pid())));
        run(words.toArray(String[]::new));
    }

    private static void run(String... words) throws IOException {
        OneCommand command = OneCommand.run(List.of(words));
        assertThat(command.exitCode()).as(command.output()).isZero();
    }

    /** At one server after the other, each as long as it answers. */
    private boolean produce(
            Laboratory files, int first, AtomicBoolean producing, Set<String> asked, Set<String> acknowledged) {
        for (int i = first; producing.get(); i++) {
            int server = 1 + i % Laboratory.PARLEY_SERVERS;
            try (BeanstalkClient client = BeanstalkClient.connect(
                    files.endpoint(server), BeanstalkClient.DEFAULT_OPTIONS.withTimeout(LONGEST_ANSWER))) {
                while (producing.get()) {
                    String name = Long.toString(numbers.incrementAndGet());
                    asked.add(name);
                    client.put(
                            new NewMessage("default", 0, Duration.ZERO, Duration.ofMinutes(1), name.getBytes(UTF_8)));
                    acknowledged.add(name);
                    answered();
                }
            } catch (IOException | ProtocolException _) {
                // it may be stored or not; the next server is asked for the next one
            }
        }
        return true;
    }

    private void answered() {
        long now = System.nanoTime();
        long before = lastAnswer.getAndSet(now);
        longestAway.accumulateAndGet(now - before, Math::max);
    }

    private static List<String> drained(Laboratory files) throws IOException, ProtocolException {
        List<String> all = new ArrayList<>();
        try (BeanstalkClient client = BeanstalkClient.connect(files.endpoint(2))) {
            while (true) {
                List<BeanstalkMessage> some = client.reserveBatch(100);
                if (some.isEmpty()) {
                    return all; // everybody has stopped, so what is not ready is not there
                }
                for (BeanstalkMessage message : some) {
                    all.add(new String(message.body(), UTF_8));
                    assertThat(client.delete(message.id())).isTrue();
                }
            }
        }
    }
}
