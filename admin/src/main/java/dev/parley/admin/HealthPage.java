package dev.parley.admin;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether all is well: {@code ok}, or status 503 and a line for each reason why not.
 *
 * @param troubles each says why not; empty when nothing is wrong
 */
public record HealthPage(List<Supplier<Optional<String>>> troubles) implements Page {
    public HealthPage {
        troubles = List.copyOf(troubles);
    }

    @Override
    public Answer answer(Request request) {
        List<String> reasons =
                troubles.stream().map(Supplier::get).flatMap(Optional::stream).toList();
        return reasons.isEmpty()
                ? Answer.text(Answer.OK, "ok\n")
                : Answer.text(Answer.UNAVAILABLE, String.join("\n", reasons) + "\n");
    }
}
