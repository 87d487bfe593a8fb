package dev.parley.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.result.Environment;
import dev.parley.result.NamedResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class GroupingTest {
    private final Runs runs = new Runs(1, 1_000, 0);

    /** A run of an echo load to this port. */
    private NamedResult to(int port, int perSecond, int clients) {
        NamedResult run = runs.run(1);
        return new NamedResult(run.name(), Runs.with(run.result(), Runs.setting(port, perSecond, clients)));
    }

    private static NamedResult on(NamedResult run, String cpu, String serverNote) {
        Environment here = run.result().environment();
        Environment there = new Environment(
                cpu, here.cores(), here.kernel(), here.jdk(), here.parley(), here.command(), serverNote);
        return new NamedResult(run.name(), Runs.with(run.result(), there));
    }

    private static List<String> names(Grouping grouping) {
        return grouping.groups().stream().map(RunGroup::name).toList();
    }

    private static List<Integer> sizes(Grouping grouping) {
        return grouping.groups().stream().map(group -> group.runs().size()).toList();
    }

    private static SequencedMap<String, List<NamedResult>> named(List<NamedResult> before, List<NamedResult> after) {
        SequencedMap<String, List<NamedResult>> named = new LinkedHashMap<>();
        named.put("before", before);
        named.put("after", after);
        return named;
    }

    @Test
    void runsOfOneSettingAreOneGroupUnderTheNameOfTheEndpoint() {
        Grouping grouping = Grouping.bySetting(List.of(to(1, 10, 2), to(1, 10, 2), to(1, 10, 2)));
        assertThat(names(grouping)).containsExactly("echo+tcp://127.0.0.1:1");
        assertThat(sizes(grouping)).containsExactly(3);
        assertThat(grouping.groups().getFirst().latencies().count()).isEqualTo(3_000);
    }

    @Test
    void settingsAreGroupsNamedForWhatSetsThemApart() {
        Grouping grouping = Grouping.bySetting(List.of(to(1, 10, 2), to(1, 20, 4), to(1, 10, 2), to(1, 20, 2)));
        assertThat(names(grouping))
                .containsExactly("constant 10/s, clients 2", "constant 20/s, clients 4", "constant 20/s, clients 2");
        assertThat(sizes(grouping)).containsExactly(2, 1, 1);
    }

    @Test
    void addressAndServerNoteArePartOfTheSetting() {
        NamedResult run = to(1, 10, 2);
        assertThat(names(Grouping.bySetting(List.of(run, to(2, 10, 2)))))
                .containsExactly("echo+tcp://127.0.0.1:1", "echo+tcp://127.0.0.1:2");
        assertThat(names(Grouping.bySetting(List.of(on(run, "x", "old build"), on(to(1, 10, 2), "x", "")))))
                .containsExactly("old build", "server note none");
    }

    @Test
    void commandDoesNotSetRunsApart() {
        NamedResult run = to(1, 10, 2);
        Environment here = run.result().environment();
        Environment there = new Environment(
                here.cpu(), here.cores(), here.kernel(), here.jdk(), here.parley(), "another", here.server());
        NamedResult other = new NamedResult("other", Runs.with(to(1, 10, 2).result(), there));
        Grouping grouping = Grouping.bySetting(List.of(run, other));
        assertThat(sizes(grouping)).containsExactly(2);
        assertThat(Report.of(grouping, 1).warnings()).isEmpty();
    }

    @Test
    void runGivenTwiceCountsOnce() {
        NamedResult run = to(1, 10, 2);
        NamedResult copy = new NamedResult("copy", run.result());
        Grouping grouping = Grouping.bySetting(List.of(run, copy));
        assertThat(sizes(grouping)).containsExactly(1);
        assertThat(Report.of(grouping, 1).warnings())
                .singleElement()
                .asString()
                .contains("'copy' holds a run", "counts once");
    }

    @Test
    void runsUnderOneNameMayDifferInTheirAddressOnly() {
        Grouping grouping = Grouping.byName(named(List.of(to(1, 10, 2), to(2, 10, 2)), List.of(to(3, 10, 2))));
        assertThat(names(grouping)).containsExactly("before", "after");
        assertThat(sizes(grouping)).containsExactly(2, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Grouping.byName(named(List.of(to(1, 10, 2), to(1, 10, 5)), List.of(to(3, 10, 2)))))
                .withMessageContaining("cannot be merged as 'before', they have another clients '2' and '5'");
    }

    @Test
    void unintendedDifferencesAreWarnedOf() {
        Grouping grouping = Grouping.byName(named(
                List.of(on(to(1, 10, 2), "fast", "old"), on(to(1, 10, 2), "slow", "old")),
                List.of(on(to(1, 10, 9), "slow", "new"))));
        assertThat(Report.of(grouping, 1).warnings())
                .containsExactly(
                        "the runs of 'before' were made in different environments: cpu 'fast' and 'slow'",
                        "'before' and 'after' have different settings: clients '2' and '9'",
                        "'before' and 'after' were measured in different environments: cpu 'fast' and 'slow'");
    }
}
