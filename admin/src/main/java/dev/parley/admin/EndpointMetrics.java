package dev.parley.admin;

import dev.parley.core.Address;
import dev.parley.core.Endpoint;
import dev.parley.core.Peer;
import dev.parley.engine.CloseReason;
import dev.parley.engine.DropReason;
import dev.parley.engine.RefusalReason;
import dev.parley.engine.ServerListener;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts what happens at one endpoint. Any thread; never blocks. */
public final class EndpointMetrics implements ServerListener {
    private final GaugeDataPoint connections;
    private final CounterDataPoint accepted;
    private final Traffic traffic;
    private final CounterDataPoint stalls;
    private final Map<RefusalReason, CounterDataPoint> refused;
    private final Map<CloseReason, CounterDataPoint> closed;
    private final Map<DropReason, CounterDataPoint> dropped;

    EndpointMetrics(ServerMetrics metrics, Endpoint where, String engine) {
        String endpoint = where.toString();
        connections = metrics.connections.labelValues(endpoint, engine);
        accepted = metrics.accepted.labelValues(endpoint, engine);
        traffic = metrics.traffic(endpoint, engine);
        stalls = metrics.stalls.labelValues(endpoint, engine);
        refused = byReason(RefusalReason.class, metrics.refused, endpoint, engine);
        closed = byReason(CloseReason.class, metrics.closed, endpoint, engine);
        dropped = where.isDatagram() ? byReason(DropReason.class, metrics.dropped, endpoint, engine) : Map.of();
    }

    /** All of them, so that one that has not happened yet is there with 0. */
    private static <E extends Enum<E>> Map<E, CounterDataPoint> byReason(
            Class<E> reasons, Counter counter, String endpoint, String engine) {
        Map<E, CounterDataPoint> points = new EnumMap<>(reasons);
        for (E reason : reasons.getEnumConstants()) {
            points.put(reason, counter.labelValues(endpoint, engine, word(reason)));
        }
        return points;
    }

    private static String word(Enum<?> reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    private static <E> void count(Map<E, CounterDataPoint> points, E reason) {
        CounterDataPoint point = points.get(reason);
        if (point != null) {
            point.inc();
        }
    }

    @Override
    public void accepted(Peer peer) {
        connections.inc();
        accepted.inc();
    }

    @Override
    public void refused(Address client, RefusalReason reason) {
        count(refused, reason);
    }

    @Override
    public void closed(Peer peer, CloseReason reason) {
        connections.dec();
        count(closed, reason);
    }

    @Override
    public void transferred(Peer peer, long messages, long receivedBytes, long sentBytes) {
        traffic.add(messages, receivedBytes, sentBytes);
    }

    @Override
    public void dropped(Address source, DropReason reason) {
        count(dropped, reason);
    }

    @Override
    public void loopStalled(String loop, Duration soFar) {
        stalls.inc();
    }
}
