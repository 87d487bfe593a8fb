package dev.parley.result;

/**
 * A result and what to call it beside others.
 *
 * @param name of the server, the setting or the file
 */
public record NamedResult(String name, LoadResult result) {}
