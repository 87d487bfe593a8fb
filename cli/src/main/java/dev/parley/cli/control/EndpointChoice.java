package dev.parley.cli.control;

import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.Failure;
import dev.parley.core.PrintableText;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Which endpoints of a server are meant. */
public final class EndpointChoice {
    private EndpointChoice() {}

    /**
     * Their places among all.
     *
     * @param typed one of them, in full or as it may be typed for {@code serve}; null for all
     * @param all as a server shows them
     * @throws ControlFailureException when there is none
     */
    public static List<Integer> of(@Nullable String typed, List<String> all) throws ControlFailureException {
        List<Integer> found = IntStream.range(0, all.size())
                .filter(i ->
                        typed == null || all.get(i).equals(typed) || all.get(i).equals(completed(typed)))
                .boxed()
                .toList();
        if (all.isEmpty()) {
            throw new ControlFailureException("the server is starting; try again in a moment");
        }
        if (found.isEmpty()) {
            throw new ControlFailureException("the server has no endpoint '"
                    + PrintableText.of(String.valueOf(typed), 128) + "'; it has " + String.join(", ", all));
        }
        return found;
    }

    private static String completed(String typed) {
        try {
            return Endpoints.complete(typed).toString();
        } catch (IllegalArgumentException | Failure e) { // not an endpoint at all
            return typed;
        }
    }
}
