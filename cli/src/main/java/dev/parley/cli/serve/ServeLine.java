package dev.parley.cli.serve;

import dev.parley.core.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code serve --json} prints, a line each; the names in a line are the components of its record. */
final class ServeLine {
    private ServeLine() {}

    /**
     * A listener that takes clients.
     *
     * @param address where it listens, without brackets; the path of a Unix socket
     * @param port the real one, where 0 was asked for; null for a Unix socket
     */
    record Ready(
            String kind,
            String endpoint,
            String address,
            @Nullable Integer port,
            String engine) {
        static Ready of(Endpoint endpoint, String engine) {
            return endpoint.isUnix()
                    ? new Ready("ready", endpoint.toString(), endpoint.place(), null, engine)
                    : new Ready("ready", endpoint.toString(), endpoint.hostOrLoopback(), endpoint.port(), engine);
        }
    }

    /**
     * Where metrics and health are.
     *
     * @param url {@code http://127.0.0.1:9400}
     */
    record Admin(String kind, String url) {
        static Admin of(String url) {
            return new Admin("admin", url);
        }
    }

    /**
     * Where the server can be controlled.
     *
     * @param place {@code unix:/run/parley.sock}
     */
    record Control(String kind, String place) {
        static Control of(String place) {
            return new Control("control", place);
        }
    }

    /**
     * The stop, once all listeners have ended.
     *
     * @param drained conversations that ended with all answered, since the stop began
     * @param cut those that did not
     * @param forced endpoints that were not done within the drain time
     */
    record Stopped(String kind, int drained, int cut, List<String> forced, int exitCode) {
        static Stopped of(int drained, int cut, List<Endpoint> forced, int exitCode) {
            return new Stopped(
                    "stopped",
                    drained,
                    cut,
                    forced.stream().map(Endpoint::toString).toList(),
                    exitCode);
        }
    }
}
