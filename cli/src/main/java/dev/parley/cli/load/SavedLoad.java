package dev.parley.cli.load;

import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.FramingOption;
import dev.parley.core.Framing;
import dev.parley.core.Framings;
import dev.parley.core.PrintableText;
import dev.parley.load.LoadSpec;
import dev.parley.result.LoadResult;
import dev.parley.result.ScheduleKind;
import dev.parley.result.Setting;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The load of a saved result, as options with which it can be run again. A result holds all of it but the contents of messages from files. */
final class SavedLoad {
    private static final Pattern CONSTANT = Pattern.compile("constant (\\S+)/s");
    private static final Pattern POISSON = Pattern.compile("poisson (\\S+)/s(?:, seed (-?\\d{1,18}))?");
    private static final Pattern RAMP = Pattern.compile("ramp from (\\S+)/s to (\\S+)/s over (\\d{1,15}) ms");
    private static final String STAGES = "stages ";
    private static final Pattern SIZES = Pattern.compile("(\\d{1,9}(?:-\\d{1,9})?) bytes");

    private final String file;
    private final LoadResult result;
    private final LoadTarget target;
    private final LoadOptions options = new LoadOptions();

    private SavedLoad(String file, LoadResult result) {
        this.file = file;
        this.result = result;
        this.target = LoadTarget.parse(result.setting().endpoint());
    }

    /**
     * Of a result.
     *
     * @param today the files of messages typed today, which are those of the saved load if it had any
     * @throws Failure naming what cannot be taken from the file
     */
    static SavedLoad of(String file, LoadResult result, MessageFiles today) {
        SavedLoad saved = new SavedLoad(file, result);
        saved.take(result.setting(), today);
        return saved;
    }

    private void take(Setting setting, MessageFiles today) {
        schedule(setting);
        messages(setting, today);
        options.clients = setting.clients();
        options.depth = setting.depth();
        options.threads = setting.threads();
        options.connectPerRequest = setting.connectPerRequest();
        options.warmUp = setting.warmUp();
        options.warmUpLimit = setting.warmUpLimit();
        options.timeout = setting.replyTimeout();
        options.framing = FramingOption.of(framing(setting.framing()));
        if (options.stages != null) {
            return; // they have their own length
        }
        if (setting.count() == 0) {
            options.duration = setting.duration();
        } else if (setting.count() <= Integer.MAX_VALUE) {
            options.count = (int) setting.count();
        } else {
            throw unusable("it has more requests than --count takes");
        }
    }

    private void schedule(Setting setting) {
        Matcher constant = CONSTANT.matcher(setting.schedule());
        Matcher poisson = POISSON.matcher(setting.schedule());
        Matcher ramp = RAMP.matcher(setting.schedule());
        if (setting.closedLoop()) {
            options.closed = true;
        } else if (setting.kind() == ScheduleKind.STAGES && setting.schedule().startsWith(STAGES)) {
            options.stages = setting.schedule().substring(STAGES.length());
        } else if (constant.matches()) {
            options.rate = constant.group(1);
        } else if (poisson.matches()) {
            options.rate = poisson.group(1);
            options.poisson = true;
            options.seed = poisson.group(2) == null ? null : Long.valueOf(poisson.group(2));
        } else if (ramp.matches()
                && Duration.ofMillis(Long.parseLong(ramp.group(3))).equals(setting.duration())) {
            options.rate = ramp.group(1) + "-" + ramp.group(2);
        } else {
            throw unusable("its schedule, '" + setting.schedule() + "', cannot be run again from a result");
        }
    }

    private void messages(Setting setting, MessageFiles today) {
        Matcher sizes = SIZES.matcher(setting.messages());
        if (sizes.matches()) {
            options.size = sizes.group(1);
        } else if (today.given()) {
            options.messageFiles = today;
        } else {
            throw unusable(
                    "its messages (" + setting.messages()
                            + ") came from files, whose contents a result does not hold; give the files again, with --messages or --lines");
        }
    }

    /** Null for the service's own. */
    private @Nullable String framing(String name) {
        String own = Endpoints.bytesProtocol(target.endpoint(), null)
                .requestFraming()
                .name();
        if (own.equals(name)) {
            return null;
        }
        Optional<String> known = Framings.named(name).map(Framing::name);
        return known.orElseThrow(() -> unusable("there is no framing '" + name + "' here"));
    }

    private Failure unusable(String why) {
        return new Failure(ExitCode.FAILED, PrintableText.of("'" + file + "' cannot be a baseline: " + why));
    }

    LoadTarget target() {
        return target;
    }

    LoadResult result() {
        return result;
    }

    /** @throws Failure when it is not the load of the file */
    LoadSpec spec() {
        LoadSpec spec = options.spec(target);
        if (!spec.setting().messages().equals(result.setting().messages())) {
            throw unusable("its messages were " + result.setting().messages() + ", those given now are "
                    + spec.setting().messages());
        }
        return spec;
    }

    /**
     * Makes the options of today's load those of this one, where they were not typed. The options of a schedule go together, those
     * of messages and those of the length too.
     *
     * @param typed whether an option, by its name, was
     */
    void completes(LoadOptions today, Predicate<String> typed) {
        boolean length = none(typed, "--duration", "--count", "--stages");
        if (none(typed, "--rate", "--bandwidth", "--poisson", "--seed", "--closed", "--stages")
                && (length || options.stages == null)) {
            today.stages = options.stages;
            today.rate = options.rate;
            today.poisson = options.poisson;
            today.seed = options.seed;
            today.closed = options.closed;
        }
        if (none(typed, "--size", "--messages", "--lines", "--bandwidth")) {
            today.size = options.size;
        }
        if (length) {
            today.duration = options.duration;
            today.count = options.count;
        }
        if (none(typed, "--clients")) {
            today.clients = options.clients;
        }
        if (none(typed, "--depth", "--connect-per-request")) {
            today.depth = options.depth;
            today.connectPerRequest = options.connectPerRequest;
        }
        if (none(typed, "--threads")) {
            today.threads = options.threads;
        }
        if (none(typed, "--warmup", "--warmup-limit")) {
            today.warmUp = options.warmUp;
            today.warmUpLimit = options.warmUpLimit;
        }
        if (none(typed, "--timeout")) {
            today.timeout = options.timeout;
        }
        if (none(typed, "--framing")) {
            today.framing = options.framing;
        }
    }

    private static boolean none(Predicate<String> typed, String... options) {
        for (String option : options) {
            if (typed.test(option)) {
                return false;
            }
        }
        return true;
    }
}
