package dev.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GivingWayTest {
    private long now = Long.MAX_VALUE - 1; // nanoTime may wrap
    private long turnNanos;
    private int turns;
    private final GivingWay givingWay = new GivingWay(() -> now, () -> {
        turns++;
        now += turnNanos;
    });

    @Test
    void letsTheOthersRunEachTimeWhileTheirTurnsAreShort() {
        turnNanos = GivingWay.LONG_TURN_NANOS;
        for (int i = 0; i < 3; i++) {
            givingWay.turn();
        }
        assertThat(turns).isEqualTo(3);
    }

    @Test
    void afterALongTurnGivesNobodyAnotherForAWhile() {
        turnNanos = GivingWay.LONG_TURN_NANOS + 1;
        givingWay.turn();
        givingWay.turn();
        now += GivingWay.WHILE_NANOS - 1;
        givingWay.turn();
        assertThat(turns).isEqualTo(1);
        now++;
        givingWay.turn();
        assertThat(turns).isEqualTo(2);
    }
}
