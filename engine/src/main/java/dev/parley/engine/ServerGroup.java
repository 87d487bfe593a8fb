package dev.parley.engine;

import dev.parley.core.Endpoint;
import dev.parley.core.Limits;
import dev.parley.core.MemoryBudget;
import dev.parley.core.Peer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Several servers that are one to their user: all of them start or none, one drain ends them all, and over UDP none answers
 * another. Safe for any thread.
 */
public final class ServerGroup implements AutoCloseable {
    private final List<RunningServer> servers;

    /** One server of a group, and the engine that runs it. */
    public record Member(Engine engine, ServerSpec spec) {}

    private ServerGroup(List<RunningServer> servers) {
        this.servers = List.copyOf(servers);
    }

    /**
     * Starts all of them, in order; returns when all listen. After a failure none is left running.
     *
     * @throws ListenException when an address cannot be listened on
     * @throws IllegalArgumentException when an engine cannot serve what it is given
     */
    public static ServerGroup start(List<Member> members) throws IOException {
        LocalPorts ports = new LocalPorts();
        MemoryBudget memory = MemoryBudget.ofHeap();
        List<RunningServer> servers = new ArrayList<>();
        boolean started = false;
        try {
            for (Member member : members) {
                servers.add(member.engine()
                        .start(member.spec().withLocalPorts(ports).withMemory(memory)));
            }
            started = true;
            return new ServerGroup(servers);
        } finally {
            if (!started) {
                servers.forEach(server -> server.stop(Duration.ZERO));
            }
        }
    }

    /** Where they listen, with the real ports, in the order of the members. */
    public List<Endpoint> endpoints() {
        return servers.stream().map(RunningServer::endpoint).toList();
    }

    /**
     * Other limits from now on, as {@link RunningServer#change} has it.
     *
     * @param limits of each server, in the order of the members; what sessions keep of them stays as it was
     */
    public void change(List<Limits> limits) {
        for (int i = 0; i < servers.size(); i++) {
            servers.get(i).change(limits.get(i).timeouts(), limits.get(i).admission());
        }
    }

    /** Whether new clients are served from now on, as {@link RunningServer#admit} has it. */
    public void admit(boolean newClients) {
        servers.forEach(server -> server.admit(newClients));
    }

    /** Ends conversations with these peers, as {@link RunningServer#disconnect} does; how many there were. */
    public int disconnect(Predicate<Peer> which) {
        return servers.stream().mapToInt(server -> server.disconnect(which)).sum();
    }

    /** Conversations open now, of each, in the order of the members. */
    public List<Integer> clientsOfEach() {
        return servers.stream().map(RunningServer::clients).toList();
    }

    /** Conversations open now, of all of them. */
    public int clients() {
        return servers.stream().mapToInt(RunningServer::clients).sum();
    }

    /** Those that are full, as {@link RunningServer#isFull} has it. */
    public List<Endpoint> full() {
        return servers.stream()
                .filter(RunningServer::isFull)
                .map(RunningServer::endpoint)
                .toList();
    }

    /**
     * Whether this process has no descriptor left for another client of any server. From any thread; while accepting fails it
     * opens a few files to see whether that is over, and closes them.
     */
    public boolean isOutOfDescriptors() {
        return !SpareDescriptors.haveAll();
    }

    /**
     * Stops all of them at once, as {@link RunningServer#stop} does; blocks until all have ended.
     *
     * @return the endpoints of those that were not done in time and were cut; empty when all was drained
     */
    public List<Endpoint> stop(Duration grace) {
        List<Endpoint> forced = new ArrayList<>();
        List<Thread> stopping = new ArrayList<>();
        for (RunningServer server : servers) {
            stopping.add(Thread.ofPlatform().name("parley-stop").start(() -> {
                if (server.stop(grace) == RunningServer.Stopped.FORCED) {
                    synchronized (forced) {
                        forced.add(server.endpoint());
                    }
                }
            }));
        }
        boolean interrupted = false;
        for (Thread thread : stopping) {
            interrupted |= joined(thread);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return List.copyOf(forced);
    }

    /** Waits for the thread, which ends within the grace time; true when the caller was interrupted meanwhile. */
    private static boolean joined(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    /** {@link #stop} with {@link RunningServer#DEFAULT_GRACE}. */
    @Override
    public void close() {
        stop(RunningServer.DEFAULT_GRACE);
    }
}
