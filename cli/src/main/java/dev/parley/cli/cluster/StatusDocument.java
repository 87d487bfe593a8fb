package dev.parley.cli.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code status --json} prints: one object, of the whole laboratory (docs/json-lines.md).
 *
 * @param endpoint for clients
 * @param well whether each process does what it should
 * @param primary the name of the database that takes writes; null while there is none, or none is known
 */
record StatusDocument(
        String kind,
        String directory,
        String endpoint,
        boolean well,
        @Nullable String primary,
        List<OneProcess> processes) {
    /** @param pid null when it does not run */
    record OneProcess(String name, int port, @Nullable Long pid, String state, boolean well) {}

    static StatusDocument of(Laboratory laboratory, List<LaboratoryStatus.Row> rows) {
        return new StatusDocument(
                "laboratory",
                laboratory.directory().toString(),
                laboratory.queue(),
                rows.stream().allMatch(LaboratoryStatus.Row::isWell),
                rows.stream()
                        .filter(row -> row.state().equals(PatroniView.PRIMARY))
                        .map(LaboratoryStatus.Row::name)
                        .findFirst()
                        .orElse(null),
                rows.stream()
                        .map(row -> new OneProcess(
                                row.name(), row.port(), row.pid().orElse(null), row.state(), row.isWell()))
                        .toList());
    }
}
