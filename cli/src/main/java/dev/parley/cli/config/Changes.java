package dev.parley.cli.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What differs between settings as they were read and as they are read now, for people.
 *
 * @param applied what a server that runs can change
 * @param forRestart what it cannot
 */
public record Changes(List<String> applied, List<String> forRestart) {
    public Changes {
        applied = List.copyOf(applied);
        forRestart = List.copyOf(forRestart);
    }

    /**
     * What differs.
     *
     * @param typed options, {@code --engine}: what was typed stays as it was typed
     */
    static Changes between(Settings before, Settings now, Set<String> typed) {
        List<String> applied = new ArrayList<>();
        List<String> forRestart = new ArrayList<>();
        boolean sameEndpoints = before.addresses().equals(now.addresses());
        if (!sameEndpoints) {
            forRestart.add("the endpoints");
        }
        note(before.ofServer(), now.ofServer(), "", typed, applied, forRestart);
        for (int i = 0; sameEndpoints && i < now.addresses().size(); i++) {
            note(before.own(i), now.own(i), " of " + now.addresses().get(i), typed, applied, forRestart);
        }
        return new Changes(applied, forRestart);
    }

    private static void note(
            Map<Key, Setting> before,
            Map<Key, Setting> now,
            String where,
            Set<String> typed,
            List<String> applied,
            List<String> forRestart) {
        Set<Key> keys = new LinkedHashSet<>(before.keySet());
        keys.addAll(now.keySet());
        for (Key key : keys) {
            if (!typed.contains(key.option()) && !Objects.equals(value(before.get(key)), value(now.get(key)))) {
                (Keys.isReloaded(key) ? applied : forRestart).add(key.path() + where);
            }
        }
    }

    private static String value(@Nullable Setting setting) {
        return setting == null ? "" : setting.value();
    }
}
