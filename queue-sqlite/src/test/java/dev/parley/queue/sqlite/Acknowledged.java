package dev.parley.queue.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What processes said that a store had told them, and whether it is so. */
final class Acknowledged {
    private static final String NAME = "\\d+/[0-7]/\\d+";

    private final Set<String> put = new HashSet<>();
    private final Set<String> deleted = new HashSet<>();
    private final Set<String> unsure = new HashSet<>();

    /** A line that was cut by the end of its process was not said. */
    void note(String line) {
        String[] words = line.split(" ", -1);
        if (words.length == 2 && words[1].matches(NAME)) {
            (words[0].equals("put") ? put : deleted).add(words[1]);
        }
    }

    /** A line that came when the disk may have been gone: what it says may be so or not. */
    void noteUnsure(String line) {
        String[] words = line.split(" ", -1);
        if (words.length == 2 && words[1].matches(NAME)) {
            unsure.add(words[1]);
        }
    }

    int puts() {
        return put.size();
    }

    /**
     * Nothing of what was acknowledged is lost, nothing was made up, nothing is there again, and each producer's messages are in
     * their order.
     *
     * @param ends of processes: the last delete of each may have happened without its answer having been read
     */
    void assertKept(List<String> left, int ends) {
        Set<String> leftOnce = new HashSet<>(left);
        assertThat(leftOnce).as("each once").hasSameSizeAs(left);
        Set<String> lost = new HashSet<>(put);
        lost.removeAll(deleted);
        lost.removeAll(leftOnce);
        lost.removeAll(unsure);
        assertThat(lost).as("lost").hasSizeLessThanOrEqualTo(ends);
        deleted.removeAll(unsure);
        Set<String> again = new HashSet<>(leftOnce);
        again.retainAll(deleted); // of millions: an assertion would compare each with each
        assertThat(again).as("deleted, and there again").isEmpty();
        assertThat(left).as("made up").allMatch(name -> name.matches(NAME));
        assertInOrder(left);
    }

    private static void assertInOrder(List<String> names) {
        Map<String, Integer> last = new HashMap<>();
        for (String name : names) {
            int end = name.lastIndexOf('/');
            int number = Integer.parseInt(name.substring(end + 1));
            Integer before = last.put(name.substring(0, end), number);
            assertThat(before == null || before < number)
                    .as(name + " after " + before)
                    .isTrue();
        }
    }
}
