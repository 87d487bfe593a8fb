package dev.parley.compare;

import dev.parley.result.Environment;
import dev.parley.result.LoadResult;
import dev.parley.result.NumberText;
import dev.parley.result.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What is not the same about two results.
 *
 * @param what the name of it, for people
 * @param first of the first result
 * @param second of the second
 */
public record Contrast(String what, String first, String second) {
    static final String ENDPOINT = "endpoint";
    static final String SERVER_NOTE = "server note";
    static final String LOOP = "loop";
    /** It says so of a closed loop as well. */
    static final String SCHEDULE = "schedule";

    static List<Contrast> ofSettings(LoadResult first, LoadResult second) {
        return between(setting(first), setting(second));
    }

    static List<Contrast> ofEnvironments(LoadResult first, LoadResult second) {
        return between(environment(first.environment()), environment(second.environment()));
    }

    private static List<Contrast> between(SequencedMap<String, String> first, Map<String, String> second) {
        List<Contrast> contrasts = new ArrayList<>();
        first.forEach((what, value) -> {
            String other = second.getOrDefault(what, "");
            if (!value.equals(other)) {
                contrasts.add(new Contrast(what, value, other));
            }
        });
        return contrasts;
    }

    /** All that a setting says, and what was said about the server; two of these are equal when the settings are. */
    static SequencedMap<String, String> setting(LoadResult result) {
        Setting setting = result.setting();
        SequencedMap<String, String> fields = new LinkedHashMap<>();
        fields.put(ENDPOINT, setting.endpoint());
        fields.put(SERVER_NOTE, result.environment().server());
        fields.put(LOOP, setting.closedLoop() ? "closed loop" : "open loop");
        fields.put(SCHEDULE, setting.schedule());
        fields.put("clients", Integer.toString(setting.clients()));
        fields.put("depth", Integer.toString(setting.depth()));
        fields.put("threads", Integer.toString(setting.threads()));
        fields.put("messages", setting.messages());
        fields.put("framing", setting.framing());
        fields.put("warm-up", NumberText.seconds(setting.warmUp()));
        fields.put("duration", NumberText.seconds(setting.duration()));
        fields.put("count", Long.toString(setting.count()));
        fields.put("timeout", NumberText.seconds(setting.replyTimeout()));
        fields.put("replies checked", setting.repliesChecked() ? "yes" : "no");
        return fields;
    }

    private static SequencedMap<String, String> environment(Environment environment) {
        SequencedMap<String, String> fields = new LinkedHashMap<>();
        fields.put("cpu", environment.cpu());
        fields.put("cores", Integer.toString(environment.cores()));
        fields.put("kernel", environment.kernel());
        fields.put("jdk", environment.jdk());
        fields.put("parley", environment.parley());
        return fields;
    }

    @Override
    public String toString() {
        return what + " '" + first + "' and '" + second + "'";
    }
}
