/**
 * Results as one page for display: tables, charts, style.
 *
 * <p>Rules of this room:
 *
 * <ul>
 *   <li>The page opens without a network, runs no script and loads nothing; its own security policy forbids both.
 *   <li>All text goes through {@code Markup}, which escapes it: names and notes come from files of anyone.
 *   <li>Every number on it is one that {@code result} reports; nothing is computed here but places on the paper.
 *   <li>Nothing is shown by colour alone, and each chart is drawn twice, for a wide and for a narrow screen.
 * </ul>
 *
 * <pre>
 *   NamedResults --HtmlReport--> VerdictSection, tables, charts --Markup--> HTML + report.css
 *                                                Plot, Axis ---^
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package dev.parley.page;
