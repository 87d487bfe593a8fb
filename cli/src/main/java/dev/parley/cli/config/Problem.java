package dev.parley.cli.config;

/**
 * Something in a file that cannot be used.
 *
 * @param origin where
 * @param line where in the file, from 1; 0 for no line
 * @param text what, and the way out
 */
record Problem(String origin, int line, String text) {
    @Override
    public String toString() {
        return origin + ": " + text;
    }
}
