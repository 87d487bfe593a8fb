package dev.parley.testkit;

import dev.parley.core.Delivery;
import dev.parley.core.Outbox;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An outbox whose peer takes bytes when the test calls for it. As an engine's does, it gives room in the middle of a buffer,
 * so that an encoder which counts from its beginning is found out.
 */
final class MemoryOutbox implements Outbox {
    private static final int BEFORE_ROOM_BYTES = 5;

    private record Message(byte[] bytes, @Nullable Delivery delivery) {}

    /** Datagrams leave as they are committed; what is kept here was sent already. */
    private final boolean datagrams;

    private final ArrayDeque<Message> unsent = new ArrayDeque<>();
    private int takenOfFirst;
    private int unsentBytes;
    private @Nullable ByteBuffer room;

    MemoryOutbox(boolean datagrams) {
        this.datagrams = datagrams;
    }

    @Override
    public ByteBuffer room(int bytes) {
        ByteBuffer buffer = ByteBuffer.allocate(BEFORE_ROOM_BYTES + bytes).position(BEFORE_ROOM_BYTES);
        room = buffer;
        return buffer;
    }

    @Override
    public void commit(@Nullable Delivery delivery) {
        if (room == null) {
            throw new IllegalStateException("commit without room");
        }
        byte[] bytes = new byte[room.position() - BEFORE_ROOM_BYTES];
        room.get(BEFORE_ROOM_BYTES, bytes);
        room = null;
        unsent.add(new Message(bytes, datagrams ? null : delivery));
        unsentBytes += bytes.length;
        if (datagrams && delivery != null) {
            delivery.delivered();
        }
    }

    @Override
    public int unsentBytes() {
        return datagrams ? 0 : unsentBytes;
    }

    /** The peer takes at most so many bytes. */
    byte[] take(int most) {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        while (!unsent.isEmpty() && takeOfFirst(most - taken.size(), taken)) {}
        return taken.toByteArray();
    }

    /** The peer takes all messages, each by itself. */
    List<byte[]> takeMessages() {
        List<byte[]> messages = new ArrayList<>();
        while (!unsent.isEmpty()) {
            ByteArrayOutputStream taken = new ByteArrayOutputStream();
            takeOfFirst(Integer.MAX_VALUE, taken);
            messages.add(taken.toByteArray());
        }
        return messages;
    }

    /** True when the first message has left in full. */
    private boolean takeOfFirst(int most, ByteArrayOutputStream taken) {
        Message first = unsent.element();
        int part = Math.min(first.bytes.length - takenOfFirst, most);
        taken.write(first.bytes, takenOfFirst, part);
        takenOfFirst += part;
        unsentBytes -= part;
        if (takenOfFirst < first.bytes.length) {
            return false;
        }
        unsent.remove();
        takenOfFirst = 0;
        if (first.delivery != null) {
            first.delivery.delivered();
        }
        return true;
    }

    /** The conversation broke: what was not taken in full is lost. */
    void abandon() {
        for (Message message = unsent.poll(); message != null; message = unsent.poll()) {
            if (message.delivery != null) {
                message.delivery.lost();
            }
        }
        unsentBytes = 0;
        takenOfFirst = 0;
    }
}
