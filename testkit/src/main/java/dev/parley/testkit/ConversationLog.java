package dev.parley.testkit;

import dev.parley.core.Address;
import dev.parley.core.Conversation;
import dev.parley.core.Peer;
import dev.parley.core.Reply;
import dev.parley.core.Service;
import dev.parley.core.ServiceFactory;
import dev.parley.engine.CloseReason;
import dev.parley.engine.DropReason;
import dev.parley.engine.RefusalReason;
import dev.parley.engine.ServerListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Services that write down what they learn of their conversations, and a listener of the same server. {@code hold} keeps its
 * reply for {@link #answerHeld}, {@code after 50} is answered after 50 ms, {@code none} is not answered, {@code throw} throws,
 * {@code wait for gate} blocks; everything else is answered as it is. Safe for any thread.
 */
public final class ConversationLog implements ServerListener {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Queue<Reply<byte[]>> held = new ConcurrentLinkedQueue<>();
    /** Guarded by {@code held}. */
    private int heldSoFar;

    private final Queue<String> served = new ConcurrentLinkedQueue<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger inputEnded = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong bytesReceived = new AtomicLong();
    private final AtomicLong bytesSent = new AtomicLong();
    private final Queue<CloseReason> closeReasons = new ConcurrentLinkedQueue<>();
    private final Queue<RefusalReason> refusals = new ConcurrentLinkedQueue<>();
    private final Queue<DropReason> drops = new ConcurrentLinkedQueue<>();
    private final CountDownLatch atGate = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private volatile boolean givesUp;
    private volatile boolean cannotOpen;

    /** Services that write into this log. */
    public ServiceFactory<byte[], byte[]> services() {
        return conversation -> {
            if (cannotOpen) {
                throw new IllegalStateException("as requested");
            }
            return new Logged(conversation);
        };
    }

    /** From now on a service gives up what it holds when its peer has ended. */
    public void giveUpWhenInputEnds() {
        givesUp = true;
    }

    /** From now on no service can be opened. */
    public void cannotOpen() {
        cannotOpen = true;
    }

    private final class Logged implements Service<byte[], byte[]> {
        private final Conversation conversation;
        private final List<Reply<byte[]>> mine = new ArrayList<>();

        Logged(Conversation conversation) {
            this.conversation = conversation;
        }

        @Override
        public void serve(byte[] request, Reply<byte[]> reply) {
            threads.add(Thread.currentThread());
            String text = new String(request, StandardCharsets.ISO_8859_1);
            served.add(text);
            if (text.equals("hold")) {
                mine.add(reply);
                synchronized (held) {
                    held.add(reply);
                    heldSoFar++;
                    held.notifyAll();
                }
            } else if (text.startsWith("after ")) {
                conversation.after(Duration.ofMillis(Long.parseLong(text.substring(6))), () -> reply.send(request));
            } else if (text.equals("none")) {
                reply.none();
            } else if (text.equals("throw")) {
                throw new IllegalStateException("as requested");
            } else {
                if (text.equals("wait for gate")) {
                    waitForGate();
                }
                reply.send(request);
            }
        }

        @Override
        public void inputEnded() {
            threads.add(Thread.currentThread());
            inputEnded.incrementAndGet();
            if (givesUp) {
                mine.forEach(Reply::hangUp);
            }
        }

        @Override
        public void ended() {
            threads.add(Thread.currentThread());
            ended.incrementAndGet();
        }
    }

    private void waitForGate() {
        atGate.countDown();
        try {
            gate.await(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until a service waits at the gate. */
    public void awaitGate() throws InterruptedException {
        atGate.await(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
    }

    public void openGate() {
        gate.countDown();
    }

    /** Waits until so many replies have been held, in all. */
    public void awaitHeld(int count) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        synchronized (held) {
            while (heldSoFar < count && deadline - System.nanoTime() > 0) {
                TimeUnit.NANOSECONDS.timedWait(held, deadline - System.nanoTime());
            }
            if (heldSoFar < count) {
                throw new AssertionError("only " + heldSoFar + " of " + count + " replies are held");
            }
        }
    }

    /** Answers everything held with {@code held}, on this thread. */
    public void answerHeld() {
        for (Reply<byte[]> reply = held.poll(); reply != null; reply = held.poll()) {
            reply.send(RawPeer.bytes("held"));
        }
    }

    /** Requests in the order they were served in. */
    public List<String> served() {
        return List.copyOf(served);
    }

    /** How many requests were served before the last one with this text. */
    public int servedWhenLast(String text) {
        return served().lastIndexOf(text);
    }

    /** Threads that have called the services. */
    public Set<Thread> threads() {
        return new HashSet<>(threads);
    }

    /** Services notified of the end of the input. */
    public int inputEnded() {
        return inputEnded.get();
    }

    /** Services notified of the end of the conversation. */
    public int ended() {
        return ended.get();
    }

    public int accepted() {
        return accepted.get();
    }

    public long messages() {
        return messages.get();
    }

    public long bytesReceived() {
        return bytesReceived.get();
    }

    public long bytesSent() {
        return bytesSent.get();
    }

    public List<CloseReason> closeReasons() {
        return List.copyOf(closeReasons);
    }

    public List<RefusalReason> refusals() {
        return List.copyOf(refusals);
    }

    public List<DropReason> drops() {
        return List.copyOf(drops);
    }

    @Override
    public void accepted(Peer peer) {
        accepted.incrementAndGet();
    }

    @Override
    public void refused(Address client, RefusalReason reason) {
        refusals.add(reason);
    }

    @Override
    public void closed(Peer peer, CloseReason reason) {
        closeReasons.add(reason);
    }

    @Override
    public void transferred(Peer peer, long received, long receivedBytes, long sentBytes) {
        messages.addAndGet(received);
        bytesReceived.addAndGet(receivedBytes);
        bytesSent.addAndGet(sentBytes);
    }

    @Override
    public void dropped(Address source, DropReason reason) {
        drops.add(reason);
    }
}
