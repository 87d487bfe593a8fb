/**
 * The services: one file each, its protocol beside it, and the filters that go around any of them.
 *
 * <p>Rules of this room: a service has no socket, thread or clock of its own; what it needs of the world comes in
 * {@link dev.parley.services.ServiceSettings}. A new service is one file with a {@code TYPE}, and its line in
 * {@link dev.parley.services.Catalog}.
 */
@org.jspecify.annotations.NullMarked
package dev.parley.services;
