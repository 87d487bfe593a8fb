package dev.parley.queue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which tube each holder puts into, and which it takes from. One operation at a time, as {@link StoreIndex}. */
final class Subscriptions {
    private final Tubes tubes;
    private final Dispatch dispatch;

    Subscriptions(Tubes tubes, Dispatch dispatch) {
        this.tubes = tubes;
        this.dispatch = dispatch;
    }

    void use(HolderState holder, String name) {
        String before = holder.used;
        if (holder.closed || name.equals(before)) {
            return;
        }
        tubes.get(name).using++;
        holder.used = name;
        stopUsing(before);
    }

    private void stopUsing(@Nullable String name) {
        if (name != null) {
            Tube tube = tubes.get(name);
            tube.using--;
            tubes.dropIfUnneeded(tube);
        }
    }

    void watch(HolderState holder, String name) {
        if (holder.closed || !holder.watched.add(name)) {
            return;
        }
        Tube tube = tubes.get(name);
        tube.watching++;
        if (holder.waiter != null) {
            tube.waiting.add(holder.waiter);
            dispatch.mayServe(tube);
        }
    }

    void ignore(HolderState holder, String name) {
        if (holder.watched.remove(name)) {
            Tube tube = tubes.get(name);
            tube.watching--;
            if (holder.waiter != null) {
                tube.waiting.remove(holder.waiter);
            }
            tubes.dropIfUnneeded(tube);
        }
    }

    /** The holder is closed. */
    void end(HolderState holder) {
        List.copyOf(holder.watched).forEach(name -> ignore(holder, name));
        stopUsing(holder.used);
        holder.used = null;
    }
}
