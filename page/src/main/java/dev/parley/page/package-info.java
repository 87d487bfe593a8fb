/**
 * Results as one page for display: tables, charts, style.
 *
 * <p>Rules of this room:
 *
 * <ul>
 *   <li>The page opens without a network, and loads nothing; its own security policy forbids it, and any script but ours.
 *   <li>All text goes through {@code Markup}, which escapes it: names and notes come from files of anyone.
 *   <li>Every number on it is one that {@code result} reports; the script draws what its tables hold.
 *   <li>Without a script the tables remain, and nothing is shown by colour alone.
 * </ul>
 *
 * <pre>
 *   NamedResults --HtmlReport--> VerdictSection, tables, ChartPlaces --Markup--> HTML + report.css + uPlot + report.js
 *   in a browser: ChartTable --report.js--> uPlot in each ChartPlace
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package dev.parley.page;
