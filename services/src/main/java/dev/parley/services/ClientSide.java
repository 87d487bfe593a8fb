package dev.parley.services;

import dev.parley.core.SequenceField;
import dev.parley.core.Transport;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a client needs of a service besides its protocol.
 *
 * @param uses what can be done with it
 * @param expectedReply the reply to a request's bytes where it follows from them alone, else null; may use the request's array
 * @param sequenceField the number inside its messages; null where they carry none
 * @param stop how a peer stops its server; null where that is not possible
 * @param store how messages are fetched from it; null for a service that keeps none
 * @param original what users of the client program it came with rely on; null for none
 */
public record ClientSide(
        Set<Use> uses,
        @Nullable UnaryOperator<byte[]> expectedReply,
        @Nullable SequenceField sequenceField,
        @Nullable Stop stop,
        @Nullable Store store,
        @Nullable Original original) {

    /** Can be sent to, pinged and loaded; what it replies is not known beforehand. */
    public static final ClientSide DEFAULT =
            new ClientSide(Set.of(Use.SEND, Use.PING, Use.LOAD), null, null, null, null, null);

    /** What the commands of a client can do with a service. */
    public enum Use {
        /** {@code send}: messages that get a reply each. */
        SEND,
        /** {@code ping}. */
        PING,
        /** {@code load} and {@code compare}: made-up messages, any number of them. */
        LOAD,
        /** {@code put} and {@code get}: it keeps messages. */
        STORE,
        /** {@code put}, {@code get}, {@code queue} and {@code work}: it keeps messages in tubes, as {@link Beanstalk} does. */
        TUBES,
        /** {@code time}: it replies as {@link Timer} does. */
        TIME,
        /** {@code stop}: a peer may end the server. */
        STOP
    }

    /**
     * How a peer ends the server.
     *
     * @param request what it sends; not to be changed
     * @param matches whether a request is one, in any form of it
     */
    public record Stop(byte[] request, Predicate<byte[]> matches) {}

    /**
     * How messages are fetched from a service that keeps them; to store one is to send it.
     *
     * @param get the request that fetches one; not to be changed
     * @param emptyText what is answered when there is none
     */
    public record Store(byte[] get, Function<Transport, String> emptyText) {}

    /**
     * What the client program did that a service came with.
     *
     * @param defaultMessage what it sends when it is given nothing
     * @param cannotConnect its message when it cannot connect, from the endpoint as typed and the host
     */
    public record Original(String defaultMessage, BinaryOperator<String> cannotConnect) {}

    public ClientSide {
        uses = Set.copyOf(uses);
        if (uses.contains(Use.STOP) != (stop != null) || uses.contains(Use.STORE) != (store != null)) {
            throw new IllegalArgumentException("a service that can be stopped or stored to must define how");
        }
    }

    /** The same for these uses only. */
    public ClientSide usedTo(Use... only) {
        return new ClientSide(Set.of(only), expectedReply, sequenceField, stop, store, original);
    }

    /** The same with a reply that follows from the request's bytes; it may use their array. */
    public ClientSide expecting(UnaryOperator<byte[]> reply) {
        return new ClientSide(uses, reply, sequenceField, stop, store, original);
    }

    /** The same with a number in its messages. */
    public ClientSide numbered(SequenceField field) {
        return new ClientSide(uses, expectedReply, field, stop, store, original);
    }

    /** The same with a request that ends the server. */
    public ClientSide stoppedBy(Stop request) {
        Set<Use> more = new HashSet<>(uses);
        more.add(Use.STOP);
        return new ClientSide(more, expectedReply, sequenceField, request, store, original);
    }

    /** The same as a store, used for nothing but to put messages into it and to get them. */
    public ClientSide storing(Store messages) {
        return new ClientSide(Set.of(Use.STORE), expectedReply, sequenceField, stop, messages, original);
    }

    /** The same with what users of the client program it came with rely on. */
    public ClientSide withOriginal(Original program) {
        return new ClientSide(uses, expectedReply, sequenceField, stop, store, program);
    }

    /** Whether this request ends the server. */
    public boolean isStop(byte[] request) {
        return stop != null && stop.matches().test(request);
    }
}
