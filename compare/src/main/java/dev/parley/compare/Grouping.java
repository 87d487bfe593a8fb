package dev.parley.compare;

import dev.parley.result.LoadResult;
import dev.parley.result.NamedResult;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which runs are merged and which are compared.
 *
 * @param groups one or more; the first is the baseline
 * @param bySetting true when groups differ in their settings by construction, and are named for that
 */
public record Grouping(List<RunGroup> groups, boolean bySetting) {
    /** The parts of a group's name that are clear without a label. */
    private static final Set<ComparedField> CLEAR = EnumSet.of(
            ComparedField.ENDPOINT,
            ComparedField.SERVER_NOTE,
            ComparedField.LOOP,
            ComparedField.SCHEDULE,
            ComparedField.MESSAGES);

    public Grouping {
        groups = List.copyOf(groups);
    }

    /** Each setting is a group, in the order they come in. The server's note is part of the setting, its address too. */
    public static Grouping bySetting(List<NamedResult> files) {
        SequencedMap<List<String>, List<NamedResult>> settings = new LinkedHashMap<>();
        for (NamedResult file : files) {
            settings.computeIfAbsent(setting(file.result()), _ -> new ArrayList<>())
                    .add(file);
        }
        List<ComparedField> unlike = ComparedField.SETTING.stream()
                .filter(field -> files.stream()
                                .map(file -> field.of(file.result()))
                                .distinct()
                                .count()
                        > 1)
                .toList();
        List<RunGroup> groups = new ArrayList<>();
        settings.forEach(
                (_, runs) -> groups.add(RunGroup.of(name(runs.getFirst().result(), unlike), runs)));
        return new Grouping(groups, true);
    }

    private static List<String> setting(LoadResult result) {
        return ComparedField.SETTING.stream().map(field -> field.of(result)).toList();
    }

    /** What sets it apart; its endpoint when it is the only one. */
    private static String name(LoadResult result, List<ComparedField> unlike) {
        List<ComparedField> fields = unlike.isEmpty() ? List.of(ComparedField.ENDPOINT) : unlike;
        return fields.stream()
                .filter(field -> field != ComparedField.LOOP || !fields.contains(ComparedField.SCHEDULE))
                .map(field -> value(field, field.of(result)))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String value(ComparedField field, String value) {
        String shown = value.isEmpty() ? "none" : value;
        return CLEAR.contains(field) && !value.isEmpty() ? shown : field.text() + " " + shown;
    }

    /** Each file is a group under its own name. */
    public static Grouping byFile(List<NamedResult> files) {
        return new Grouping(
                files.stream()
                        .map(file -> RunGroup.of(file.name(), List.of(file)))
                        .toList(),
                false);
    }

    /**
     * Groups as someone named them. Runs under one name may differ in host and port.
     *
     * @throws IllegalArgumentException with a text for that person, when they differ in more
     */
    public static Grouping byName(SequencedMap<String, List<NamedResult>> named) {
        List<RunGroup> groups = new ArrayList<>();
        named.forEach((name, files) -> {
            for (NamedResult file : files) {
                mustMatch(name, files.getFirst(), file);
            }
            groups.add(RunGroup.of(name, files));
        });
        return new Grouping(groups, false);
    }

    private static void mustMatch(String name, NamedResult first, NamedResult file) {
        for (Contrast contrast : Contrast.ofSettings(first.result(), file.result())) {
            boolean onlyTheAddress = contrast.field() == ComparedField.ENDPOINT
                    && withoutAddress(contrast.first()).equals(withoutAddress(contrast.second()));
            if (!onlyTheAddress) {
                throw new IllegalArgumentException("'" + first.name() + "' and '" + file.name()
                        + "' cannot be merged as '" + name + "', they have another " + contrast
                        + "; give them different names");
            }
        }
    }

    private static String withoutAddress(String endpoint) {
        int address = endpoint.indexOf("://");
        return address < 0 ? endpoint : endpoint.substring(0, address);
    }
}
