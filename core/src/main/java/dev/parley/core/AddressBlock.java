package dev.parley.core;

import java.util.Arrays;

/**
 * A block of IP addresses, as CIDR has it (RFC 4632): those that begin with the same bits. Blocks of IPv4 hold addresses of IPv4 alone,
 * blocks of IPv6 those of IPv6. Immutable.
 */
public final class AddressBlock {
    private final byte[] first;
    private final int prefixBits;

    private AddressBlock(byte[] first, int prefixBits) {
        this.first = first;
        this.prefixBits = prefixBits;
    }

    /**
     * A block.
     *
     * @param first its first address in network order, 4 bytes or 16; copied
     * @param prefixBits how many bits all its addresses share
     * @throws IllegalArgumentException with a text for the user, when there is no such block
     */
    public static AddressBlock of(byte[] first, int prefixBits) {
        if (first.length != 4 && first.length != 16) {
            throw new IllegalArgumentException("an IP address has 4 bytes or 16, not " + first.length);
        }
        int bits = first.length * Byte.SIZE;
        if (prefixBits < 0 || prefixBits > bits) {
            throw new IllegalArgumentException("the prefix of an address of IPv" + (bits == 32 ? 4 : 6) + " has 0 to "
                    + bits + " bits, not " + prefixBits);
        }
        for (int i = prefixBits; i < bits; i++) {
            if (bit(first, i) != 0) {
                throw new IllegalArgumentException("the address has bits set behind the first " + prefixBits);
            }
        }
        return new AddressBlock(first.clone(), prefixBits);
    }

    private static int bit(byte[] address, int number) {
        return address[number / Byte.SIZE] >> (Byte.SIZE - 1 - number % Byte.SIZE) & 1;
    }

    /** Whether this address, in network order, is one of the block. */
    public boolean contains(byte[] address) {
        if (address.length != first.length) {
            return false;
        }
        int whole = prefixBits / Byte.SIZE;
        if (!Arrays.equals(address, 0, whole, first, 0, whole)) {
            return false;
        }
        int rest = prefixBits % Byte.SIZE;
        return rest == 0 || (address[whole] ^ first[whole]) >> (Byte.SIZE - rest) == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressBlock block
                && block.prefixBits == prefixBits
                && Arrays.equals(block.first, first);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(first) + prefixBits;
    }
}
