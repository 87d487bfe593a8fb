package dev.parley.cli.queue;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.Failures;
import dev.parley.cli.shell.TubeServers;
import dev.parley.client.beanstalk.BeanstalkClient;
import dev.parley.client.beanstalk.BeanstalkMessage;
import dev.parley.client.beanstalk.BeanstalkRefusalException;
import dev.parley.core.ProtocolException;
import dev.parley.queue.NewMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes one message after the other and runs a command for each. One thread; stopped and killed by others. */
final class Worker {
    /** At most so long in one reserve: a server that has silently gone is noticed so soon, and the reply timeout later. */
    private static final Duration RESERVE_WAIT = Duration.ofSeconds(10);
    /** Of its time to run a message is touched so often. */
    private static final int TOUCHES = 3;

    private final Workers workers;
    private final Workers.Task task;
    private final WorkReport report;

    /** Of the connection that waits for a message; null while none does. */
    private @Nullable BeanstalkClient waiting;

    /** From the moment before its command begins. */
    private boolean busy;

    private @Nullable RunningCommand running;
    private boolean killed;

    Worker(Workers workers, Workers.Task task, WorkReport report) {
        this.workers = workers;
        this.task = task;
        this.report = report;
    }

    // ---- from other threads

    /** Ends the wait for a message. */
    synchronized void wake() {
        if (waiting != null) {
            waiting.close();
        }
    }

    synchronized void kill() {
        killed = true;
        if (running != null) {
            running.kill();
        }
    }

    synchronized boolean isBusy() {
        return busy;
    }

    private synchronized boolean isKilled() {
        return killed;
    }

    private synchronized boolean waits(@Nullable BeanstalkClient client) {
        waiting = client;
        return !workers.isStopping();
    }

    private synchronized void begins() {
        busy = true;
    }

    private synchronized void runs(RunningCommand command) {
        running = command;
        if (killed) {
            command.kill();
        }
    }

    private synchronized void ended() {
        busy = false;
        running = null;
    }

    // ---- its own

    /**
     * @param servers in the order in which they are tried
     * @param connected the connection to begin with, to the first of them; empty to make one
     */
    void run(TubeServers servers, Optional<BeanstalkClient> connected)
            throws IOException, ProtocolException, InterruptedException {
        ServerTurns turns = new ServerTurns(servers);
        Optional<BeanstalkClient> next = connected.isPresent() ? connected : connect(turns);
        while (next.isPresent()) {
            try (BeanstalkClient client = next.get()) {
                while (takeOne(client, turns)) {
                    // the next
                }
                return;
            } catch (ProtocolException.TooLarge e) {
                throw new Failure(ExitCode.FAILED, e.getMessage() + "; --max-message takes a longer message");
            } catch (IOException | ProtocolException e) {
                next = isLost(e, turns) ? connect(turns) : Optional.empty();
            }
        }
    }

    /** A new connection, tried for at one server after the other, and less and less often; empty when it is to be stopped meanwhile. */
    private Optional<BeanstalkClient> connect(ServerTurns turns)
            throws IOException, ProtocolException, InterruptedException {
        while (workers.pause(turns.pause())) {
            try {
                return Optional.of(turns.current().connectToReserve(task.options()));
            } catch (IOException | ProtocolException e) {
                if (!isLost(e, turns)) {
                    break;
                }
            }
        }
        return Optional.empty();
    }

    /** Whether a connection has failed, and was not closed to end a wait. Says so, or throws it where work ends with the servers. */
    private boolean isLost(Exception why, ServerTurns turns) throws IOException, ProtocolException {
        if (workers.isStopping()) {
            return false;
        }
        turns.failed(why);
        if (task.exitWhenEmpty() && turns.allFailed()) {
            turns.throwFailures();
        }
        report.connectionLost(Failures.line(why));
        return true;
    }

    /** False when no further one is to be taken. */
    private boolean takeOne(BeanstalkClient client, ServerTurns turns)
            throws IOException, ProtocolException, InterruptedException {
        if (!waits(client)) {
            return false;
        }
        Optional<BeanstalkMessage> message;
        try {
            message = client.reserve(task.exitWhenEmpty() ? Duration.ZERO : RESERVE_WAIT);
        } finally {
            waits(null);
        }
        turns.worked(); // not before: a server may take connections and do nothing else
        report.connected(client.endpoint());
        if (message.isEmpty()) {
            return !task.exitWhenEmpty();
        }
        if (workers.isStopping()) {
            return false; // it is ready again when the connection ends
        }
        work(client, message.get());
        return true;
    }

    private void work(BeanstalkClient client, BeanstalkMessage message)
            throws IOException, ProtocolException, InterruptedException {
        Optional<Map<String, String>> stats = client.stats(message.id());
        if (stats.isEmpty()) {
            return; // somebody has deleted it
        }
        Facts facts = new Facts(stats.get());
        long attempt = facts.number("reserves");
        long kicks = facts.number("kicks");
        long priority = facts.number("pri");
        if (task.retries().isTooMany(attempt, kicks)) {
            giveUp(client, message, facts, (attempt - 1) + " attempts before, none of which came to its end");
            return;
        }
        RunningCommand.Outcome outcome = run(client, message, facts, attempt);
        if (isKilled() && !outcome.succeeded()) {
            return; // not its fault: it is ready again when this connection ends, at once
        }
        try {
            if (outcome.succeeded()) {
                delete(client, message);
            } else if (task.retries().isLast(attempt, kicks)) {
                giveUp(client, message, facts, outcome + ", attempt " + attempt);
            } else {
                Duration delay = task.retries().delayAfter(attempt);
                boolean held = client.release(message.id(), priority, delay);
                report.released(
                        message.id(),
                        outcome + ", attempt " + attempt + " of "
                                + (task.retries().maxAttempts() + kicks),
                        held && !delay.isZero() ? "in " + ShortSpan.of(delay) : "at once");
            }
        } catch (BeanstalkRefusalException e) {
            report.notSettled(message.id(), "the command ended (" + outcome + "); " + Failures.line(e));
        } catch (IOException | ProtocolException e) {
            report.say("message " + id(message) + ": the command ended (" + outcome
                    + "), but the server was lost; it may be handed out again");
            throw e;
        }
    }

    private void delete(BeanstalkClient client, BeanstalkMessage message) throws IOException, ProtocolException {
        if (client.delete(message.id())) {
            report.done();
        } else {
            report.say("message " + id(message)
                    + " done, but not deleted: it was not held any more, and may be handed out" + " again");
        }
    }

    private void giveUp(BeanstalkClient client, BeanstalkMessage message, Facts facts, String why)
            throws IOException, ProtocolException {
        if (task.deadLetterTube().isPresent()
                && isMoved(client, message, facts, task.deadLetterTube().get(), why)) {
            return;
        }
        client.bury(message.id(), facts.number("pri"));
        report.buried(message.id(), why);
    }

    /** Stored there first and then deleted here: a worker that dies between the two leaves it in both, never in none. */
    private boolean isMoved(BeanstalkClient client, BeanstalkMessage message, Facts facts, String tube, String why)
            throws IOException, ProtocolException {
        try {
            client.put(new NewMessage(tube, facts.number("pri"), Duration.ZERO, facts.seconds("ttr"), message.body()));
        } catch (BeanstalkRefusalException e) {
            report.say("message " + id(message) + " cannot be moved to tube '" + tube + "': " + Failures.line(e));
            return false;
        }
        client.delete(message.id());
        report.moved(message.id(), tube, why);
        return true;
    }

    private RunningCommand.Outcome run(BeanstalkClient client, BeanstalkMessage message, Facts facts, long attempt)
            throws IOException, ProtocolException, InterruptedException {
        Map<String, String> environment = Map.of(
                "PARLEY_ID", id(message),
                "PARLEY_ATTEMPT", Long.toString(attempt),
                "PARLEY_TUBE", facts.text("tube"));
        Hold hold = new Hold(client, message);
        begins();
        try {
            RunningCommand command = RunningCommand.start(task.command(), environment, message.body());
            runs(command);
            return command.await(facts.seconds("ttr").dividedBy(TOUCHES), hold::touch, task.timeout());
        } finally {
            ended();
        }
    }

    private static String id(BeanstalkMessage message) {
        return Long.toUnsignedString(message.id());
    }

    /** A message that is held while its command runs. Where that fails the command goes on, since what it did cannot be undone. */
    private final class Hold {
        private final BeanstalkClient client;
        private final BeanstalkMessage message;
        private boolean over;

        Hold(BeanstalkClient client, BeanstalkMessage message) {
            this.client = client;
            this.message = message;
        }

        void touch() {
            if (over) {
                return;
            }
            try {
                over = !client.touch(message.id());
                if (over) {
                    report.say("message " + id(message)
                            + " is not held any more: its time to run was over; it may be handed"
                            + " out again while its command runs");
                }
            } catch (IOException | ProtocolException e) {
                over = true;
                report.say("message " + id(message) + " is not held any more: " + Failures.line(e)
                        + "; it may be handed out again while its command runs");
            }
        }
    }
}
