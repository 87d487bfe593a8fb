package dev.parley.queue;

/**
 * A stored message.
 *
 * @param id its number
 * @param tube where it is
 * @param priority 0 to 2^32-1; to give back with
 * @param body not to be changed: a store in memory hands out its own
 */
public record Message(long id, String tube, long priority, byte[] body) {
    @Override
    public String toString() {
        return "Message[" + id + ", " + tube + ", " + body.length + " bytes]";
    }
}
