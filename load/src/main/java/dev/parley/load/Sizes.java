package dev.parley.load;

/**
 * Message sizes in bytes, evenly spread between two limits.
 *
 * @param least 0 or more
 * @param most the same for a fixed size
 */
public record Sizes(int least, int most) {
    public Sizes {
        if (least < 0 || most < least) {
            throw new IllegalArgumentException(
                    "message sizes go from a smaller to a larger one, not from " + least + " to " + most);
        }
    }

    @Override
    public String toString() {
        return least == most ? Integer.toString(least) : least + "-" + most;
    }
}
