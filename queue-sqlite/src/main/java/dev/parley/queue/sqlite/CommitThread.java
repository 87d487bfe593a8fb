package dev.parley.queue.sqlite;

import dev.parley.queue.StoreException;
import dev.parley.queue.StoreException.Kind;
import dev.parley.queue.StoreIndex;
import dev.parley.queue.Turns;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread runs all operations: what has gathered while it committed is committed together, and answered after that. The more
 * wait, the more share a sync; nobody waits for others to come.
 */
final class CommitThread implements Turns {
    private static final System.Logger LOG = System.getLogger("dev.parley.queue");
    /** In one commit: a crash loses no more than this many unanswered operations, and nobody waits for more. */
    private static final int MOST_OPERATIONS = 1_000;
    /** Less than half of what the log may grow to. */
    private static final long MOST_BYTES = 2 << 20;

    /** About as long as a client on this machine takes to ask again, and as a thread that sleeps takes to wake up. */
    private static final long MOMENT_NANOS = 50_000;

    private final SqliteBacklog backlog;
    private final StoreFile file;
    private final BlockingQueue<Operation> asked = new LinkedBlockingQueue<>();
    private final Thread thread;
    private @Nullable StoreIndex index;
    /** One operation came last, and no other with it: its client may send the next as soon as it has the answer. */
    private boolean wasAlone;
    /** Null while nobody wants to know how long commits take. */
    private volatile @Nullable LongConsumer commitTimes;
    /** Why nothing is run any more. */
    private volatile @Nullable StoreException ended;

    CommitThread(SqliteBacklog backlog, StoreFile file, String name) {
        this.backlog = backlog;
        this.file = file;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    @Override
    public void start(StoreIndex started) {
        index = started;
        thread.start();
    }

    @Override
    public void submit(Operation operation) {
        asked.add(operation);
        refuseWhenEnded();
    }

    @Override
    public void timeCommits(LongConsumer nanos) {
        commitTimes = nanos;
    }

    private void refuseWhenEnded() {
        StoreException reason = ended;
        if (reason != null) {
            for (Operation late = asked.poll(); late != null; late = asked.poll()) {
                late.refuse(reason);
            }
        }
    }

    @Override
    public void close(Runnable last) {
        submit(new Last(last));
        if (!Thread.currentThread().equals(thread)) {
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true; // what was acknowledged is to be closed in order all the same
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private final class Last implements Operation {
        private final Runnable action;

        Last(Runnable action) {
            this.action = action;
        }

        @Override
        public void run() {
            commit(); // of what came before
            action.run();
            ended = closed();
        }

        @Override
        public void refuse(StoreException reason) {} // closed before
    }

    private void run() {
        StoreException reason = closed();
        try {
            List<Operation> taken = new ArrayList<>(MOST_OPERATIONS);
            while (ended == null) {
                take(taken);
                file.lookForRoom();
                for (Operation operation : taken) {
                    run(operation);
                }
                taken.clear();
                answerSafely();
            }
        } catch (InterruptedException e) {
            reason = new StoreException(Kind.FAILED, "the store's thread was interrupted");
        } catch (RuntimeException | Error e) {
            reason = new StoreException(Kind.FAILED, "the store's thread has ended: " + e);
            LOG.log(System.Logger.Level.ERROR, reason.reason(), e);
        }
        StoreException why = reason;
        ended = why;
        index().refuseAll(why);
        refuseWhenEnded();
    }

    private void take(List<Operation> taken) throws InterruptedException {
        Operation first = asked.poll();
        while (first == null && file.tidy()) {
            first = asked.poll();
        }
        if (first == null && wasAlone) {
            first = pollForAMoment();
        }
        taken.add(first == null ? asked.take() : first);
        asked.drainTo(taken, MOST_OPERATIONS - 1);
        wasAlone = taken.size() == 1;
    }

    /** Null when nothing has come. */
    private @Nullable Operation pollForAMoment() {
        long began = System.nanoTime();
        Operation next = asked.poll();
        while (next == null && System.nanoTime() - began < MOMENT_NANOS) {
            Thread.onSpinWait();
            next = asked.poll();
        }
        return next;
    }

    private void run(Operation operation) {
        if (ended != null) {
            operation.refuse(closed());
            return;
        }
        operation.run();
        settleLost();
        if (backlog.writtenBytes() > MOST_BYTES) {
            answerSafely();
        }
    }

    private void answerSafely() {
        commit();
        index().answers().take().run();
    }

    private void commit() {
        if (backlog.writes() > 0) {
            int writes = backlog.writes();
            long bytes = backlog.writtenBytes();
            try {
                commitBacklog();
            } catch (StoreException e) {
                settleLost();
                return;
            }
            file.keepLogShort(writes, bytes);
        }
    }

    private void commitBacklog() {
        LongConsumer times = commitTimes;
        if (times == null) {
            backlog.commit();
        } else {
            long began = System.nanoTime();
            backlog.commit();
            times.accept(System.nanoTime() - began);
        }
    }

    private void settleLost() {
        StoreException lost = backlog.takeLost();
        if (lost != null) {
            index().lost(lost);
        }
    }

    private static StoreException closed() {
        return new StoreException(Kind.CLOSED, "the store is closed");
    }

    private StoreIndex index() {
        if (index == null) {
            throw new IllegalStateException("not started");
        }
        return index;
    }
}
