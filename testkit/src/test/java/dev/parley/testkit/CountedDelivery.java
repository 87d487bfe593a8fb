package dev.parley.testkit;

import dev.parley.core.Delivery;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts its notifications; from any thread, because a late answer is lost on the thread that gives it. */
final class CountedDelivery implements Delivery {
    final AtomicInteger deliveries = new AtomicInteger();
    final AtomicInteger losses = new AtomicInteger();

    @Override
    public void delivered() {
        deliveries.incrementAndGet();
    }

    @Override
    public void lost() {
        losses.incrementAndGet();
    }

    String outcome() {
        return deliveries + " delivered, " + losses + " lost";
    }
}
