package dev.parley.queue.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.queue.Acknowledgement;
import dev.parley.queue.Holder;
import dev.parley.queue.Message;
import dev.parley.queue.MessageStore;
import dev.parley.queue.NewMessage;
import dev.parley.queue.Reservation;
import dev.parley.queue.StoreException;
import dev.parley.queue.StoreLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;

/**
 * A process of its own that uses a store and writes down what it was told, a line for each answer: {@code put NAME}, {@code deleted
 * NAME}, {@code refused KIND NAME}. Whoever started it kills it, or has the disk fail.
 */
final class StoreProcess {
    private static final int PRODUCERS = 8;
    /** Under way at once, of each producer. */
    private static final int WINDOW = 32;

    private StoreProcess() {}

    public static void main(String[] args) throws InterruptedException {
        try (MessageStore store = SqliteStore.open(Path.of(args[1]), StoreLimits.NONE, Acknowledgement.DISK)) {
            say("open");
            switch (args[0]) {
                case "busy" -> busy(store, args[2]);
                case "careful" -> careful(store, Integer.parseInt(args[2]), Integer.parseInt(args[3]));
                case "patient" -> patient(store);
                case "backlog" -> backlog(store, Integer.parseInt(args[2]), Integer.parseInt(args[3]));
                default -> throw new IllegalArgumentException(args[0]);
            }
        } catch (StoreException e) {
            say("refused " + e.kind() + " open: " + e.reason());
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
    }

    private static NewMessage message(String text) {
        return new NewMessage("work", 0, Duration.ZERO, Duration.ofHours(1), text.getBytes(UTF_8));
    }

    /** Until it is killed: producers, each with many puts under way, and one consumer that deletes what it can get. */
    private static void busy(MessageStore store, String generation) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            String producer = generation + "/" + i;
            threads.add(Thread.ofPlatform().start(() -> produce(store, producer)));
        }
        threads.add(Thread.ofPlatform().start(() -> consume(store)));
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void produce(MessageStore store, String producer) {
        Semaphore window = new Semaphore(WINDOW);
        for (int i = 0; true; i++) {
            window.acquireUninterruptibly();
            String name = producer + "/" + i;
            var _ = store.put(message(name)).thenAccept(_ -> {
                say("put " + name);
                window.release();
            });
        }
    }

    private static void consume(MessageStore store) {
        Holder holder = store.holder();
        holder.watch("work");
        while (holder.reserve(Holder.FOREVER).join() instanceof Reservation.Reserved(Message message)) {
            if (holder.delete(message.id()).join()) {
                say("deleted " + new String(message.body(), UTF_8));
            }
        }
    }

    /** One put at a time, so many, each of at least so many bytes; then, if that goes, one message is taken out. */
    private static void careful(MessageStore store, int puts, int bytes) {
        for (int i = 0; i < puts; i++) {
            try {
                store.put(message("careful/" + i + " ".repeat(bytes))).join();
                say("put careful/" + i);
            } catch (CompletionException e) {
                say("refused " + kind(e) + " careful/" + i);
            }
        }
        Holder holder = store.holder();
        holder.watch("work");
        try {
            if (holder.reserve(Duration.ZERO).join() instanceof Reservation.Reserved(Message message)) {
                String name = new String(message.body(), UTF_8).strip();
                say("got " + name);
                say((holder.delete(message.id()).join() ? "deleted " : "not deleted ") + name);
            }
        } catch (CompletionException e) {
            say("refused " + kind(e) + " taking");
        }
        say("health " + store.stats().join().health());
    }

    /** Puts until it is refused, and then until it is not. */
    private static void patient(MessageStore store) {
        long refusedAt = 0;
        for (int i = 0; true; i++) {
            try {
                store.put(message("patient/" + i)).join();
                say("put patient/" + i);
                if (refusedAt != 0) {
                    say("recovered " + (System.nanoTime() - refusedAt) / 1_000_000);
                    return;
                }
            } catch (CompletionException e) {
                if (refusedAt == 0) {
                    refusedAt = System.nanoTime();
                    say("refused " + kind(e) + " patient/" + i);
                }
            }
        }
    }

    private static StoreException.Kind kind(CompletionException e) {
        if (e.getCause() instanceof StoreException refusal) {
            return refusal.kind();
        }
        throw e;
    }

    /** So many messages of so many bytes, put and taken out again. */
    private static void backlog(MessageStore store, int messages, int bytes) {
        Semaphore window = new Semaphore(WINDOW);
        for (int i = 0; i < messages; i++) {
            window.acquireUninterruptibly();
            NewMessage message = new NewMessage("work", 0, Duration.ZERO, Duration.ofHours(1), new byte[bytes]);
            var _ = store.put(message).thenAccept(_ -> window.release());
        }
        window.acquireUninterruptibly(WINDOW);
        say("stored " + store.size());
        Holder holder = store.holder();
        holder.watch("work");
        int taken = 0;
        while (holder.reserve(Duration.ZERO).join() instanceof Reservation.Reserved(Message message)) {
            var _ = holder.delete(message.id());
            taken += message.body().length == bytes ? 1 : 0;
        }
        say("taken " + taken);
    }

    // ---- for those who start it

    /** Starts it with what stands before {@code java} in {@code before}. */
    static Process start(List<String> before, List<String> jvmOptions, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                StoreProcess.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** What it said, when it has ended by itself. */
    static List<String> run(List<String> before, List<String> jvmOptions, String... arguments) throws IOException {
        try (BufferedReader lines = start(before, jvmOptions, arguments).inputReader(UTF_8)) {
            return lines.lines().toList();
        }
    }

    /** The names in lines that begin with this. */
    static List<String> names(List<String> lines, String beginning) {
        return lines.stream()
                .filter(line -> line.startsWith(beginning + " "))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }

    /** The bodies of all messages in a store, in their order, without the blanks at their ends. */
    static List<String> messagesIn(Path file) {
        List<String> names = new ArrayList<>();
        try (MessageStore store = SqliteStore.open(file, StoreLimits.NONE, Acknowledgement.DISK)) {
            Holder holder = store.holder();
            holder.watch("work");
            while (holder.reserve(Duration.ZERO).join() instanceof Reservation.Reserved(Message message)) {
                names.add(new String(message.body(), UTF_8).strip());
            }
        }
        return names;
    }
}
