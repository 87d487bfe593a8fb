/**
 * {@code parley cluster}: a laboratory of a queue on several servers, on one machine.
 *
 * <pre>
 *   init   LaboratoryFiles, of the templates in this package's resources
 *   up     Startup: Parts, Background, PidFile
 *   down   Shutdown: PidFile, Postmaster
 *   status LaboratoryStatus: PidFile, PatroniView, ParleyServer
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package dev.parley.cli.cluster;
