package dev.parley.queue;

/** What a store may be able to do beside handing out first in, first out. */
public enum Ability {
    /** Messages have priorities. */
    PRIORITY,
    /** Messages become ready later. */
    DELAY,
    /** Messages can be looked at and listed without being reserved. */
    PEEK,
    /** Messages can be set aside, and kicked. */
    BURY,
    /** A time to run begins anew. */
    TOUCH,
    /** One message is reserved or deleted by its number. */
    BY_ID,
    /** A tube hands out nothing for a while. */
    PAUSE,
    /** A message is still there when its process is not. */
    DURABLE
}
