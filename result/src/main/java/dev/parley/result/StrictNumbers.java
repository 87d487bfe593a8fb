package dev.parley.result;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.util.AccessPattern;

/**
 * Numbers as the documents have them: a whole one has no fraction and is from 0 to {@link #LARGEST}, any other is finite.
 * Stateless.
 */
final class StrictNumbers {
    /** More than three years in nanoseconds; and 90 of them add up without overflow. */
    static final long LARGEST = 100_000_000_000_000_000L;

    private StrictNumbers() {}

    static SimpleModule module() {
        return new SimpleModule()
                .addDeserializer(int.class, new Strict<>(int.class, StrictNumbers::integer, null))
                .addDeserializer(long.class, new Strict<>(long.class, StrictNumbers::whole, null))
                .addDeserializer(Long.class, new Strict<>(Long.class, StrictNumbers::whole, null))
                .addDeserializer(double.class, new Strict<>(double.class, StrictNumbers::finite, null))
                .addDeserializer(
                        OptionalLong.class,
                        new Strict<>(OptionalLong.class, StrictNumbers::wholeIfAny, OptionalLong.empty()))
                .addDeserializer(
                        OptionalDouble.class,
                        new Strict<>(OptionalDouble.class, StrictNumbers::finiteIfAny, OptionalDouble.empty()));
    }

    private static @Nullable Integer integer(JsonParser number) {
        Long whole = whole(number);
        return whole == null || whole > Integer.MAX_VALUE ? null : Integer.valueOf(whole.intValue());
    }

    private static @Nullable Long whole(JsonParser number) {
        if (number.hasToken(JsonToken.VALUE_NUMBER_INT)
                && number.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long value = number.getLongValue();
            return value < 0 || value > LARGEST ? null : value;
        }
        return null;
    }

    private static @Nullable OptionalLong wholeIfAny(JsonParser number) {
        Long whole = whole(number);
        return whole == null ? null : OptionalLong.of(whole);
    }

    private static @Nullable Double finite(JsonParser number) {
        if (number.hasToken(JsonToken.VALUE_NUMBER_INT) || number.hasToken(JsonToken.VALUE_NUMBER_FLOAT)) {
            double value = number.getDoubleValue();
            return Double.isFinite(value) ? value : null;
        }
        return null;
    }

    private static @Nullable OptionalDouble finiteIfAny(JsonParser number) {
        Double finite = finite(number);
        return finite == null ? null : OptionalDouble.of(finite);
    }

    /** One type of number; {@code none} stands for null, where it may be null. */
    private static final class Strict<T> extends StdScalarDeserializer<T> {
        private final Function<JsonParser, @Nullable T> read;
        private final @Nullable T none;

        Strict(Class<T> type, Function<JsonParser, @Nullable T> read, @Nullable T none) {
            super(type);
            this.read = read;
            this.none = none;
        }

        @Override
        @SuppressWarnings("unchecked") // it throws
        public T deserialize(JsonParser parser, DeserializationContext context) {
            T value = read.apply(parser);
            return value != null ? value : (T) context.handleUnexpectedToken(handledType(), parser);
        }

        /** Null is a value, a name that is missing is a fault: so the library must not take one for the other. */
        @Override
        public AccessPattern getNullAccessPattern() {
            return AccessPattern.DYNAMIC;
        }

        @Override
        public @Nullable T getNullValue(DeserializationContext context) {
            return none;
        }

        @Override
        public @Nullable T getAbsentValue(DeserializationContext context) {
            if (none == null) {
                return null; // what may be missing may be null
            }
            throw InvalidNullException.from(context, PropertyName.NO_NAME, context.constructType(handledType()));
        }
    }
}
