package dev.parley.client.beanstalk;

/**
 * A message as the server hands it out.
 *
 * @param id its number, unsigned 64-bit
 * @param body the caller's from now on
 */
public record BeanstalkMessage(long id, byte[] body) {
    @Override
    public String toString() {
        return "BeanstalkMessage[" + Long.toUnsignedString(id) + ", " + body.length + " bytes]";
    }
}
