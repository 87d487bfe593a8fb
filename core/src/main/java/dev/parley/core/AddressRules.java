package dev.parley.core;

import java.util.List;

/**
 * From which IP addresses a server takes clients: from those of {@code allow}, or from all where that is empty, but never from those of
 * {@code deny}. Peers without an address, on Unix sockets, are not its matter.
 */
public record AddressRules(List<AddressBlock> allow, List<AddressBlock> deny) {
    /** From everywhere. */
    public static final AddressRules ALL = new AddressRules(List.of(), List.of());

    public AddressRules {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }

    /** Whether every address is allowed, so that none has to be looked at. */
    public boolean allowAll() {
        return allow.isEmpty() && deny.isEmpty();
    }

    /**
     * Whether clients may come from there.
     *
     * @param address in network order, 4 bytes or 16
     */
    public boolean allow(byte[] address) {
        return (allow.isEmpty() || isIn(allow, address)) && !isIn(deny, address);
    }

    private static boolean isIn(List<AddressBlock> blocks, byte[] address) {
        for (AddressBlock block : blocks) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
