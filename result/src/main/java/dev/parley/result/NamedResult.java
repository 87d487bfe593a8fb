package dev.parley.result;

/**
 * A result and what to call it beside others.
 *
 * @param name of the server, the setting, the file or the load generator
 */
public record NamedResult(String name, LoadResult result) {}
