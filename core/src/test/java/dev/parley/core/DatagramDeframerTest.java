package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A datagram holds exactly one frame, or it is malformed. */
class DatagramDeframerTest {
    private static final int LIMIT_BYTES = 4;
    private static final long SEED = Long.getLong("parley.seed", 20_261_121L);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "len8  | 00                      | ''",
                "len8  | 03 61 62 63             | 61 62 63",
                "len16 | 00 02 61 62             | 61 62",
                "len32 | 00 00 00 04 61 62 63 64 | 61 62 63 64",
                "line  | 0A                      | ''",
                "line  | 61 62 0D 0A             | 61 62",
                "line  | 61 62                   | 61 62",
                "end   |                         | ''",
                "end   | 61 0A 00                | 61 0A 00",
                "read  |                         | ''",
                "read  | 61 62 63 64             | 61 62 63 64",
            })
    void takesTheOnlyFrame(String framing, @Nullable String datagram, String payload) {
        for (TooLong tooLong : TooLong.values()) {
            assertThat(outcome(deframer(framing, tooLong), Bytes.of(datagram))).isEqualTo(payload);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "len8  | nothing                | ",
                "len8  | a second frame         | 01 61 01 62",
                "len8  | an empty second frame  | 01 61 00",
                "len8  | a byte behind it       | 02 61 62 63",
                "line  | nothing                | ",
                "line  | a second line          | 61 0A 62 0A",
                "line  | a line without its end | 61 0A 62",
                "line  | an empty second line   | 61 0A 0A",
            })
    void refusesMoreOrLessThanOneFrame(String framing, String what, @Nullable String datagram) {
        for (TooLong tooLong : TooLong.values()) {
            assertThat(outcome(deframer(framing, tooLong), Bytes.of(datagram)))
                    .as(what)
                    .isIn("Malformed", "UnexpectedEnd");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "len8  | 03 61 62",
                "len16 | 00",
                "len32 | 00 00 00 01",
                "len8 | 01",
            })
    void refusesAFrameCutShort(String framing, String datagram) {
        for (TooLong tooLong : TooLong.values()) {
            assertThat(outcome(deframer(framing, tooLong), Bytes.of(datagram))).isEqualTo("UnexpectedEnd");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "len8  | 05 61 62 63 64 65    | TooLarge  | 61 62 63 64~",
                "len8  | 05 61 62 63 64       | TooLarge  | UnexpectedEnd",
                "len8  | 05 61 62 63 64 65 66 | TooLarge  | UnexpectedEnd",
                "len8  | 05 61 62 63 64 65 00 | TooLarge  | Malformed",
                "line  | 61 62 63 64 65 0A    | TooLarge  | 61 62 63 64~",
                "line  | 61 62 63 64 65       | TooLarge  | 61 62 63 64~",
                "line  | 61 62 63 64 65 0A 66 | TooLarge  | Malformed",
                "end   | 61 62 63 64 65       | TooLarge  | 61 62 63 64~",
                "read  | 61 62 63 64 65       | Malformed | Malformed",
            })
    void takesATooLongMessageOnlyWhereItIsTruncatedAndAlone(
            String framing, String datagram, String rejected, String truncated) {
        byte[] bytes = Bytes.of(datagram);

        assertThat(outcome(deframer(framing, TooLong.REJECT), bytes)).isEqualTo(rejected);
        assertThat(outcome(deframer(framing, TooLong.TRUNCATE), bytes)).isEqualTo(truncated);
    }

    /** Whatever came before: one deframer for all datagrams gives what a new one gives for each. */
    @ParameterizedTest
    @EnumSource(TooLong.class)
    void keepsNothingOfADatagram(TooLong tooLong) {
        Random random = new Random(SEED);
        for (Framing framing : Framings.ALL) {
            DatagramDeframer used = deframer(framing.name(), tooLong);
            for (int i = 0; i < 5_000; i++) {
                byte[] datagram = anyDatagram(random);
                assertThat(outcome(used, datagram))
                        .as(() -> framing.name() + " " + Bytes.hex(datagram) + ", -Dparley.seed=" + SEED)
                        .isEqualTo(outcome(deframer(framing.name(), tooLong), datagram));
            }
        }
    }

    /** Short, and of bytes that mean something to some framing. */
    private static byte[] anyDatagram(Random random) {
        byte[] special = {0, 1, 2, 3, 5, (byte) 0xFF, '\r', '\n', 'a', 'b'};
        byte[] datagram = new byte[random.nextInt(9)];
        for (int i = 0; i < datagram.length; i++) {
            datagram[i] = special[random.nextInt(special.length)];
        }
        return datagram;
    }

    @Test
    void usesOneDeframerForAllGoodDatagrams() {
        List<Deframer> made = new ArrayList<>();
        DatagramDeframer deframer =
                new DatagramDeframer(counted(Framings.LEN8, false, made), LIMIT_BYTES, TooLong.REJECT);

        for (int i = 0; i < 100; i++) {
            assertThat(outcome(deframer, Bytes.of("01 61"))).isEqualTo("61");
        }
        assertThat(made).hasSize(1);

        outcome(deframer, Bytes.of("05 61"));
        outcome(deframer, Bytes.of("01 61"));
        assertThat(made).as("a new one after a fault").hasSize(2);
    }

    @Test
    void usesADeframerThatEndsWithItsStreamOnce() {
        List<Deframer> made = new ArrayList<>();
        DatagramDeframer deframer =
                new DatagramDeframer(counted(Framings.LEN8, true, made), LIMIT_BYTES, TooLong.REJECT);

        outcome(deframer, Bytes.of("01 61"));
        outcome(deframer, Bytes.of("01 62"));

        assertThat(made).hasSize(2);
    }

    private static DatagramDeframer deframer(String framing, TooLong tooLong) {
        return new DatagramDeframer(Framings.named(framing).orElseThrow(), LIMIT_BYTES, tooLong);
    }

    /** The payload, with {@code ~} behind it when it lost its end, or the fault. */
    private static String outcome(DatagramDeframer deframer, byte[] datagram) {
        try {
            String payload = Bytes.hex(deframer.frame(ByteBuffer.wrap(datagram)));
            return payload + (deframer.truncated() ? "~" : "");
        } catch (ProtocolException e) {
            return e.getClass().getSimpleName();
        }
    }

    private static Framing counted(Framing framing, boolean endsWithStream, List<Deframer> made) {
        return new Framing() {
            @Override
            public String name() {
                return framing.name();
            }

            @Override
            public Deframer newDeframer(int maxMessageBytes, TooLong tooLong) {
                made.add(framing.newDeframer(maxMessageBytes, tooLong));
                return made.getLast();
            }

            @Override
            public int maxPayloadBytes() {
                return framing.maxPayloadBytes();
            }

            @Override
            public int overheadBytes(int payloadBytes) {
                return framing.overheadBytes(payloadBytes);
            }

            @Override
            public void begin(int payloadBytes, ByteBuffer out) {
                framing.begin(payloadBytes, out);
            }

            @Override
            public void finish(int payloadStart, ByteBuffer out) {
                framing.finish(payloadStart, out);
            }

            @Override
            public boolean endsWithStream() {
                return endsWithStream;
            }
        };
    }
}
