package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the JDK writes as PKCS#8 is taken out of it, and must come back as it was. Keys of OpenSSL are in engine-jdk's OpenSslKeysTest. */
class TraditionalKeyTest {
    private static KeyPair ec(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private static KeyPair rsa(int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static byte[] from(byte[] der, int start) {
        return Arrays.copyOfRange(der, start, der.length);
    }

    /** The lengths take two bytes more, three bytes more with one size, and the same again with the next. */
    @ParameterizedTest
    @ValueSource(ints = {512, 1024, 2048})
    void aKeyOfRsaIsWrapped(int bits) throws GeneralSecurityException {
        byte[] pkcs8 = rsa(bits).getPrivate().getEncoded();

        assertThat(TraditionalKey.rsa(from(pkcs8, 26))).isEqualTo(pkcs8);
    }

    /** The JDK leaves [0] out, as SEC1 allows. */
    @ParameterizedTest
    @CsvSource({"secp256r1, 28", "secp384r1, 25", "secp521r1, 25"})
    void aCurveThatTheKeyDoesNotNameIsTheCertificates(String curve, int start) throws GeneralSecurityException {
        KeyPair pair = ec(curve);
        byte[] pkcs8 = pair.getPrivate().getEncoded();

        assertThat(TraditionalKey.ec(from(pkcs8, start), pair.getPublic())).isEqualTo(pkcs8);
    }

    @Test
    void aCurveThatTheKeyNamesIsItsOwn() throws GeneralSecurityException {
        String key = "3010" + "020101" + "0402aabb" + "a007" + "06052b81040022"; // secp384r1
        String kind = "3010" + "06072a8648ce3d0201" + "06052b81040022";

        assertThat(TraditionalKey.ec(
                        HexFormat.of().parseHex(key), ec("secp256r1").getPublic()))
                .isEqualTo(HexFormat.of().parseHex("3029" + "020100" + kind + "0412" + key));
    }

    @Test
    void whereNeitherNamesTheCurveThereIsNoKey() throws GeneralSecurityException {
        byte[] key = HexFormat.of().parseHex("30070201010402aabb");

        assertThat(TraditionalKey.ec(key, rsa(1024).getPublic())).isNull();
    }

    @Test
    void whatIsCutOffIsNoKey() throws GeneralSecurityException {
        KeyPair pair = ec("secp521r1");
        byte[] whole = from(pair.getPrivate().getEncoded(), 25);
        for (int length = 0; length < whole.length; length++) {
            assertThat(TraditionalKey.ec(Arrays.copyOf(whole, length), pair.getPublic()))
                    .as("%d bytes of %d", length, whole.length)
                    .isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "3080", "3084ffffffff", "3082ffff00", "0500", "3003020101", "30060201010500a0"})
    void otherBytesAreNoKey(String hex) throws GeneralSecurityException {
        assertThat(TraditionalKey.ec(
                        HexFormat.of().parseHex(hex), ec("secp256r1").getPublic()))
                .isNull();
    }
}
