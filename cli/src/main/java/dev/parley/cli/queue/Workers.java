package dev.parley.cli.queue;

import dev.parley.cli.shell.TubeServers;
import dev.parley.client.ClientOptions;
import dev.parley.client.beanstalk.BeanstalkClient;
import dev.parley.core.ProtocolException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The workers of one command line. Each has a connection of its own, because a reserve that waits holds up what comes behind it, and
 * a message is touched and deleted by the connection that has reserved it.
 */
final class Workers {
    /**
     * What they do.
     *
     * @param timeout of one run of the command; empty for none
     * @param deadLetterTube where a message goes that has failed for good; empty to bury it
     * @param exitWhenEmpty whether each ends when no message is ready, and when every server is lost
     */
    record Task(
            TubeServers servers,
            ClientOptions options,
            List<String> command,
            RetryPolicy retries,
            Optional<Duration> timeout,
            Optional<String> deadLetterTube,
            boolean exitWhenEmpty) {}

    private final Task task;
    private final List<Worker> workers = new ArrayList<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    Workers(Task task, WorkReport report, int count) {
        this.task = task;
        for (int i = 0; i < count; i++) {
            workers.add(new Worker(this, task, report));
        }
    }

    /**
     * Works until it is stopped, or nothing is left.
     *
     * @throws IOException when there is no server at the beginning, or it is lost and work is to end with the queue
     */
    void run() throws IOException, ProtocolException, InterruptedException {
        BeanstalkClient first = task.servers().connectToReserve(task.options());
        TubeServers servers = task.servers().startingWith(first.endpoint());
        List<Thread> threads = new ArrayList<>();
        for (Worker worker : workers) {
            Optional<BeanstalkClient> connected = threads.isEmpty() ? Optional.of(first) : Optional.empty();
            threads.add(Thread.ofVirtual().name("parley-work").start(() -> run(worker, servers, connected)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        switch (failures.peek()) {
            case null -> {}
            case IOException e -> throw e;
            case ProtocolException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }

    private void run(Worker worker, TubeServers servers, Optional<BeanstalkClient> connected) {
        try {
            worker.run(servers, connected);
        } catch (IOException | ProtocolException | InterruptedException | RuntimeException | Error e) {
            failures.add(e);
            stop();
        }
    }

    boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** No message is taken any more; what is being worked on is finished. Any thread; does not wait. */
    void stop() {
        stopping.countDown();
        workers.forEach(Worker::wake);
    }

    /** Ends the commands at once. Their messages are ready again when the connections end, with this process. */
    void kill() {
        workers.forEach(Worker::kill);
    }

    /** How many commands run. */
    long busy() {
        return workers.stream().filter(Worker::isBusy).count();
    }

    /** Waits for so long; false when it is to be stopped before. */
    boolean pause(Duration time) throws InterruptedException {
        return !stopping.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
}
