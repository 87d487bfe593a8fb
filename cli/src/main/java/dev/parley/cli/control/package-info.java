/**
 * Control of servers that run: {@code ctl}, and the part of {@code serve} that obeys it.
 *
 * <pre>
 *   parley ctl --control unix:... --ControlSocket----.                         .--> AuditLog
 *   parley ctl --admin ... ------HttpControls, token-+--> Control --action-----+--> ControlledServer, which is serve's
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package dev.parley.cli.control;
