package dev.parley.tls;

import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Private keys as OpenSSL wrote them before PKCS#8: the JDK reads none of these forms, but what they hold is just what PKCS#8 wraps, beside
 * the name of its kind.
 *
 * <pre>
 *   PKCS#8 (RFC 5958)    SEQUENCE { INTEGER 0, SEQUENCE { OID kind, parameters }, OCTET STRING key }
 *   PKCS#1 (RFC 8017)    that key, of RSA
 *   SEC1   (RFC 5915)    that key, of EC: SEQUENCE { INTEGER 1, OCTET STRING, [0] parameters, [1] BIT STRING public }
 *                        where [0], the curve, may be missing
 * </pre>
 */
final class TraditionalKey {
    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;
    /** The first of the fields of a kind of their own, {@code [0]}, with another value in it. */
    private static final int FIELD_0 = 0xa0;

    private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
    /** 1.2.840.113549.1.1.1, rsaEncryption, and NULL for its parameters. */
    private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");
    /** 1.2.840.10045.2.1, id-ecPublicKey. */
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private TraditionalKey() {}

    /** The PKCS#8 of a key of PKCS#1; whether it is one is not looked at. */
    static byte[] rsa(byte[] pkcs1) {
        return pkcs8(encoded(SEQUENCE, RSA), pkcs1);
    }

    /**
     * The PKCS#8 of a key of SEC1.
     *
     * @param certified where the curve is named if the key does not name it
     * @return null when it is no such key, or neither names a curve
     */
    static byte @Nullable [] ec(byte[] sec1, PublicKey certified) {
        try {
            byte[] curve = curve(sec1);
            if (curve != null) {
                return pkcs8(encoded(SEQUENCE, EC, curve), sec1);
            }
            return certified.getAlgorithm().equals("EC") ? pkcs8(kind(certified), sec1) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static byte @Nullable [] curve(byte[] sec1) {
        ByteBuffer key = content(ByteBuffer.wrap(sec1), SEQUENCE);
        content(key, INTEGER);
        content(key, OCTET_STRING);
        if (!key.hasRemaining() || Byte.toUnsignedInt(key.get(key.position())) != FIELD_0) {
            return null;
        }
        return bytes(content(key, FIELD_0));
    }

    /** The kind and the curve of a public key (RFC 5280, SubjectPublicKeyInfo), which stand there as they do in PKCS#8. */
    private static byte[] kind(PublicKey key) {
        ByteBuffer info = content(ByteBuffer.wrap(key.getEncoded()), SEQUENCE);
        return encoded(SEQUENCE, bytes(content(info, SEQUENCE)));
    }

    private static byte[] pkcs8(byte[] kind, byte[] key) {
        return encoded(SEQUENCE, VERSION_0, kind, encoded(OCTET_STRING, key));
    }

    /** The content of the next value, which is passed over. */
    private static ByteBuffer content(ByteBuffer from, int tag) {
        if (from.remaining() < 2 || Byte.toUnsignedInt(from.get()) != tag) {
            throw new IllegalArgumentException("not what was expected: tag " + tag);
        }
        int length = Byte.toUnsignedInt(from.get());
        if (length > 0x7f) {
            int digits = length & 0x7f;
            if (digits == 0 || digits > 2 || from.remaining() < digits) {
                throw new IllegalArgumentException("no key is as long");
            }
            length = 0;
            for (int i = 0; i < digits; i++) {
                length = (length << 8) | Byte.toUnsignedInt(from.get());
            }
        }
        if (from.remaining() < length) {
            throw new IllegalArgumentException("cut off");
        }
        ByteBuffer content = from.slice(from.position(), length);
        from.position(from.position() + length);
        return content;
    }

    private static byte[] bytes(ByteBuffer content) {
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        return bytes;
    }

    /** A value of DER (X.690, 8.1.3): its tag, its length in as few bytes as it takes, its content. */
    private static byte[] encoded(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer value = ByteBuffer.allocate(6 + length).put((byte) tag);
        if (length <= 0x7f) {
            value.put((byte) length);
        } else {
            int digits = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
            value.put((byte) (0x80 | digits));
            for (int i = digits - 1; i >= 0; i--) {
                value.put((byte) (length >> (8 * i)));
            }
        }
        for (byte[] part : parts) {
            value.put(part);
        }
        return Arrays.copyOf(value.array(), value.position());
    }
}
