package dev.parley.cli.config;

/**
 * A value that was set.
 *
 * @param value as an option would have it; {@code true} or {@code false} of one that has none
 * @param origin where: {@code parley.toml:3:1}, {@code PARLEY_ENGINE}, {@code the command line}
 */
record Setting(Key key, String value, String origin) {
    private static final String ON = "true";
    private static final String OFF = "false";

    /** As it would be typed; empty for an option that is not to be given. */
    String word(boolean hasValue) {
        if (hasValue) {
            return key.option() + "=" + value;
        }
        return value.equals(ON) ? key.option() : "";
    }

    /** Whether it is one of the two values of an option that has none. */
    boolean isOnOrOff() {
        return value.equals(ON) || value.equals(OFF);
    }
}
