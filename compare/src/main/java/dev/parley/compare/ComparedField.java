package dev.parley.compare;

import dev.parley.result.Environment;
import dev.parley.result.LoadResult;
import dev.parley.result.NumberText;
import dev.parley.result.Setting;
import java.util.Arrays;
import java.util.List;

/** What two results may differ in besides their numbers: the setting of the load, and where it ran. */
public enum ComparedField {
    ENDPOINT("endpoint"),
    SERVER_NOTE("server note"),
    LOOP("loop"),
    /** Its text names a closed loop as well. */
    SCHEDULE("schedule"),
    CLIENTS("clients"),
    DEPTH("depth"),
    CONNECTIONS("connections"),
    THREADS("threads"),
    MESSAGES("messages"),
    FRAMING("framing"),
    WARM_UP("warm-up"),
    DURATION("duration"),
    COUNT("count"),
    TIMEOUT("timeout"),
    REPLIES_CHECKED("replies checked"),
    CPU("cpu"),
    CORES("cores"),
    KERNEL("kernel"),
    JDK("jdk"),
    PARLEY("parley");

    /** All of a setting and the note about the server: runs that are equal in these may be merged. */
    static final List<ComparedField> SETTING =
            Arrays.stream(values()).filter(field -> field.compareTo(CPU) < 0).toList();

    /** The machine, and the programs on it. */
    static final List<ComparedField> ENVIRONMENT =
            Arrays.stream(values()).filter(field -> field.compareTo(CPU) >= 0).toList();

    private final String text;

    ComparedField(String text) {
        this.text = text;
    }

    /** Its name, for display. */
    public String text() {
        return text;
    }

    /** What a result has there, for display. */
    public String of(LoadResult result) {
        Setting setting = result.setting();
        Environment environment = result.environment();
        return switch (this) {
            case ENDPOINT -> setting.endpoint();
            case SERVER_NOTE -> environment.server();
            case LOOP -> setting.closedLoop() ? "closed loop" : "open loop";
            case SCHEDULE -> setting.schedule();
            case CLIENTS -> Integer.toString(setting.clients());
            case DEPTH -> Integer.toString(setting.depth());
            case CONNECTIONS -> setting.connectPerRequest() ? "one for each request" : "one for each client";
            case THREADS -> Integer.toString(setting.threads());
            case MESSAGES -> setting.messages();
            case FRAMING -> setting.framing();
            case WARM_UP -> NumberText.seconds(setting.warmUp());
            case DURATION -> NumberText.seconds(setting.duration());
            case COUNT -> Long.toString(setting.count());
            case TIMEOUT -> NumberText.seconds(setting.replyTimeout());
            case REPLIES_CHECKED -> setting.repliesChecked() ? "yes" : "no";
            case CPU -> environment.cpu();
            case CORES -> Integer.toString(environment.cores());
            case KERNEL -> environment.kernel();
            case JDK -> environment.jdk();
            case PARLEY -> environment.parley();
        };
    }
}
