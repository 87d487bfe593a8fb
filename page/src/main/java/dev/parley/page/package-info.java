/**
 * Pages for display: results, with tables and charts; a server that runs, as it runs.
 *
 * <p>Rules of this room:
 *
 * <ul>
 *   <li>A page opens without a network, and loads nothing but, the live one, its numbers; its own security policy forbids it, and any script but ours.
 *   <li>All text goes through {@code Markup}, which escapes it, or is set as text by a script: names and notes come from anyone.
 *   <li>Every number of results is one that {@code result} reports; the script draws what its tables hold.
 *   <li>Without a script the tables of results remain, and nothing is shown by colour alone.
 * </ul>
 *
 * <pre>
 *   NamedResults --HtmlReport--> VerdictSection, tables, ChartPlaces --Markup--> HTML + report.css + uPlot + report.js
 *   in a browser: ChartTable --report.js--> uPlot in each ChartPlace
 *   LivePage --> live.html + live.css + uPlot + live.js; in a browser: /events of an admin server --live.js--> tables, uPlot
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package dev.parley.page;
