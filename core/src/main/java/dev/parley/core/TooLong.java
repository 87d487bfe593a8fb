package dev.parley.core;

/** What happens to a message longer than the limit. */
public enum TooLong {
    /** The message's first bytes, as many as the limit allows, are the message; the rest is read and thrown away. */
    TRUNCATE,
    /** The conversation ends with {@link ProtocolException.TooLarge}. */
    REJECT
}
