package dev.parley.cli.serve;

import dev.parley.core.AddressBlock;
import dev.parley.core.PrintableText;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Addresses and blocks of them, separated by commas: {@code 10.0.0.0/8,192.0.2.7,2001:db8::/32}. */
record AddressList(List<AddressBlock> blocks) {
    private static final String EXAMPLE = "an address or block, such as 192.0.2.7, 10.0.0.0/8 or 2001:db8::/32";

    AddressList {
        blocks = List.copyOf(blocks);
    }

    /** Reads one. */
    static final class Converter implements ITypeConverter<AddressList> {
        @Override
        public AddressList convert(String text) {
            List<AddressBlock> blocks = new ArrayList<>();
            for (String block : text.split(",", -1)) {
                blocks.add(block(block.strip()));
            }
            return new AddressList(blocks);
        }
    }

    private static AddressBlock block(String text) {
        int slash = text.indexOf('/');
        byte[] address = address(text, slash < 0 ? text : text.substring(0, slash));
        int prefixBits = slash < 0 ? address.length * Byte.SIZE : prefixBits(text, text.substring(slash + 1));
        try {
            return AddressBlock.of(address, prefixBits);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + text + "' is not a block of addresses: " + e.getMessage());
        }
    }

    /** Without a look at any name server; Java reads 10.1 as 10.0.0.1, and so does nobody who writes it. */
    private static byte[] address(String block, String text) {
        if (text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
            try {
                return InetAddress.ofLiteral(text).getAddress();
            } catch (IllegalArgumentException _) {
                throw bad(block);
            }
        }
        throw bad(block);
    }

    private static int prefixBits(String block, String digits) {
        if (!digits.matches("[0-9]{1,3}")) {
            throw bad(block);
        }
        return Integer.parseInt(digits);
    }

    private static TypeConversionException bad(String block) {
        return new TypeConversionException("'" + PrintableText.of(block) + "' is not " + EXAMPLE);
    }
}
