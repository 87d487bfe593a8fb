package dev.parley.result;

/** What someone typed, for a message about it. */
final class Quoted {
    private Quoted() {}

    /** The same, without what would move a cursor or begin a line. */
    static String of(String typed) {
        return typed.replaceAll("\\p{Cntrl}", "?");
    }
}
