package dev.parley.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Promise Q9 with a cluster manager: servers are lost under load, again and again, and Patroni decides who takes over. Nothing that was
 * acknowledged is lost, nothing is there twice, and no two have it at the same time.
 */
@Tag("nightly")
class LaboratoryFaultsTest {
    private static final int FAULTS = Integer.getInteger("parley.nightly.faults", 100);
    private static final int SOME_PUTS = 50;
    private static final Duration LONGEST_AWAY = Duration.ofSeconds(30);
    /** Then it is given up; what takes longer than it should is measured all the same. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void aHundredFaultsTakeNothingWithThem() throws Exception {
        try (TestLaboratory lab = new TestLaboratory()) {
            List<LaboratoryFault> faults = LaboratoryFault.possible();
            lab.up();
            for (int i = 0; i < FAULTS; i++) {
                LaboratoryFault fault = faults.get(i % faults.size());
                try {
                    survives(lab, fault);
                } catch (Exception | AssertionError e) {
                    System.out.println(fault + " was not survived\n" + lab.logs());
                    throw e;
                }
            }
        }
    }

    private void survives(TestLaboratory lab, LaboratoryFault fault) throws Exception {
        int primary = lab.primary();
        try (LaboratoryCrowd crowd = new LaboratoryCrowd(lab.files())) {
            await().until(() -> crowd.acknowledged() > SOME_PUTS);
            crowd.watch();
            boolean isBack = false;
            fault.cause(lab.files(), primary);
            try {
                goesOn(crowd);
            } finally {
                isBack = fault.end(lab.files(), primary);
            }
            if (isBack) {
                goesOn(crowd); // whatever a former primary does that does not know it
            }
            System.out.printf(
                    "%s: no put acknowledged for %.1f s%n",
                    fault, crowd.longestAway().toMillis() / 1e3);
            lab.up();
            crowd.endsWell();
            assertThat(crowd.longestAway()).isLessThan(LONGEST_AWAY);
        }
    }

    private static void goesOn(LaboratoryCrowd crowd) {
        int before = crowd.acknowledged();
        await().atMost(PATIENCE).until(() -> crowd.acknowledged() > before + SOME_PUTS);
    }
}
