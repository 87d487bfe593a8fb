package dev.parley.cli.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A setting in a file, and the option it stands for.
 *
 * @param section the table it is in; null for one that is in none
 * @param name in its table
 * @param option {@code --max-clients}
 * @param ofEndpoints whether an endpoint may have one of its own, in its table
 */
record Key(@Nullable String section, String name, String option, boolean ofEndpoints) {
    /** {@code limits.max-clients}. */
    String path() {
        return section == null ? name : section + "." + name;
    }

    /** {@code PARLEY_MAX_CLIENTS}. */
    String variable() {
        return Variables.PREFIX
                + option.replaceFirst("^-+", "").replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
