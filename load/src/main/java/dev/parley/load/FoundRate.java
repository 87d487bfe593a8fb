package dev.parley.load;

import org.jspecify.annotations.Nullable;

/**
 * Between which rates an objective begins to be missed.
 *
 * @param holds the highest rate at which it was met in every round; null when there is none
 * @param breaks the lowest rate above that at which it was not met in most rounds; null when none that was tried
 * @param confirmed false when the search ended before its rounds: then each rate was tried once or so
 */
public record FoundRate(@Nullable RateTally holds, @Nullable RateTally breaks, boolean confirmed) {}
