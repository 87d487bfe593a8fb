package dev.parley.result;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a server on this host computed while it was measured.
 *
 * @param processes those that listen on the endpoint's port, for a person: {@code java (pid 4711)}
 * @param nanos of processor time, of all of them, from the begin of the measured part to the last reply
 * @param waitedNanos for how long the one that waited longest of the threads that served was ready to run and had no core; 0 where unknown
 */
public record ServerCpu(String processes, long nanos, long waitedNanos) {
    /** Of several runs together; empty when it is not known of each. */
    static Optional<ServerCpu> sum(List<Optional<ServerCpu>> runs) {
        if (runs.isEmpty() || runs.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        List<ServerCpu> known = runs.stream().flatMap(Optional::stream).toList();
        return Optional.of(new ServerCpu(
                known.stream().map(ServerCpu::processes).distinct().collect(Collectors.joining(", ")),
                known.stream().mapToLong(ServerCpu::nanos).sum(),
                known.stream().mapToLong(ServerCpu::waitedNanos).sum()));
    }
}
