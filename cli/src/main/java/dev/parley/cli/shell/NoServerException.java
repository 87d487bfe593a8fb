package dev.parley.cli.shell;

import dev.parley.client.CannotConnectException;
import dev.parley.core.Endpoint;
import dev.parley.core.PrintableText;
import java.io.IOException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** None of several servers could be used. The message is one printable line with the reason of each; servers with the same reason stand together. */
public final class NoServerException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** @param failures why each was not used, in the order in which they were tried */
    public NoServerException(Map<Endpoint, Exception> failures) {
        super(line(failures));
        this.exitCode = exitCode(List.copyOf(failures.values()));
    }

    private static String line(Map<Endpoint, Exception> failures) {
        Map<String, List<String>> unconnected = new LinkedHashMap<>();
        List<String> others = new ArrayList<>();
        failures.forEach((server, failure) -> {
            if (failure instanceof CannotConnectException e) {
                unconnected.computeIfAbsent(e.reason(), _ -> new ArrayList<>()).add(server.toString());
            } else {
                others.add(Failures.line(failure));
            }
        });
        List<String> parts = new ArrayList<>();
        unconnected.forEach(
                (reason, servers) -> parts.add("cannot connect to " + String.join(" or ", servers) + ": " + reason));
        parts.addAll(others);
        StringBuilder line = new StringBuilder();
        for (String part : parts) {
            line.append(line.isEmpty() ? "" : line.toString().endsWith("?") ? " " : "; ")
                    .append(part);
        }
        return PrintableText.of(line.toString());
    }

    private static int exitCode(List<Exception> failures) {
        return failures.stream()
                .filter(failure -> !(failure instanceof CannotConnectException))
                .findFirst()
                .map(Failures::exitCode)
                .orElse(ExitCode.UNAVAILABLE);
    }

    /** One of {@link ExitCode}: that of the first server that took a connection, or that of none. */
    public int exitCode() {
        return exitCode;
    }
}
