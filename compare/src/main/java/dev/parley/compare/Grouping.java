package dev.parley.compare;

import dev.parley.result.NamedResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * Which runs are merged and which are compared.
 *
 * @param groups one or more; the first is the baseline
 * @param bySetting true when groups differ in their settings by construction, and are named for that
 */
public record Grouping(List<RunGroup> groups, boolean bySetting) {
    /** What of a group's name is clear without saying what it is. */
    private static final List<String> CLEAR =
            List.of(Contrast.ENDPOINT, Contrast.SERVER_NOTE, Contrast.LOOP, Contrast.SCHEDULE, "messages");

    public Grouping {
        groups = List.copyOf(groups);
    }

    /** Each setting is a group, in the order they come in. The server's note is part of the setting, its address too. */
    public static Grouping bySetting(List<NamedResult> files) {
        SequencedMap<Map<String, String>, List<NamedResult>> settings = new LinkedHashMap<>();
        for (NamedResult file : files) {
            settings.computeIfAbsent(Contrast.setting(file.result()), _ -> new ArrayList<>())
                    .add(file);
        }
        List<String> unlike = settings.firstEntry().getKey().keySet().stream()
                .filter(field -> settings.keySet().stream()
                                .map(setting -> setting.get(field))
                                .distinct()
                                .count()
                        > 1)
                .toList();
        List<RunGroup> groups = new ArrayList<>();
        settings.forEach((setting, runs) -> groups.add(RunGroup.of(name(setting, unlike), runs)));
        return new Grouping(groups, true);
    }

    /** What sets it apart; its endpoint when it is the only one. */
    private static String name(Map<String, String> setting, List<String> unlike) {
        List<String> fields = unlike.isEmpty() ? List.of(Contrast.ENDPOINT) : unlike;
        return fields.stream()
                .filter(field -> !field.equals(Contrast.LOOP) || !fields.contains(Contrast.SCHEDULE))
                .map(field -> value(field, setting.getOrDefault(field, "")))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String value(String field, String value) {
        String said = value.isEmpty() ? "none" : value;
        return CLEAR.contains(field) && !value.isEmpty() ? said : field + " " + said;
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
            boolean onlyTheAddress = contrast.what().equals(Contrast.ENDPOINT)
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
