/** How the page looks. Letters carry the verdicts; colour only repeats them. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fbfbf9; --card: #fff; --ink: #1c1e21; --quiet: #5b6068; --line: #dfe0dc; --soft: #f1f1ed; --link: #1f4fa3; --focus: #1f6feb;
  --deviates: #b42318; --deviates-ink: #fff; --error: #5b3f9e; --error-ink: #fff;
  --warns: #fbe3b3; --warns-ink: #6b4200; --inconclusive: #e3e5e8; --inconclusive-ink: #3a3f46;
  --waived: #dfe3fa; --waived-ink: #33418f; --conforms: #dcefe1; --conforms-ink: #14532d; --recorded: #dfecf3; --recorded-ink: #164a63;
  --sans: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #15171a; --card: #1c1f23; --ink: #e8e9ea; --quiet: #a3a9b2; --line: #33373d; --soft: #24282d; --link: #8ab4ff; --focus: #8ab4ff;
    --deviates: #f0736a; --deviates-ink: #2a0603; --error: #b9a2f2; --error-ink: #1d0f45;
    --warns: #57400f; --warns-ink: #ffe0a1; --inconclusive: #3c4148; --inconclusive-ink: #e0e3e7;
    --waived: #2d3566; --waived-ink: #d5dbff; --conforms: #1d4029; --conforms-ink: #bfe8cb; --recorded: #1c3d4d; --recorded-ink: #c3e4f3;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 var(--sans); -webkit-text-size-adjust: 100%; }
body > * { max-width: 76rem; margin-inline: auto; padding-inline: clamp(1rem, 4vw, 2.5rem); }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: .18em; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
code, pre { font-family: var(--mono); font-size: .86em; overflow-wrap: anywhere; }
h1, h2, h3, h5, p, ul, ol, dl, dd { margin: 0; }
ul, ol { padding: 0; list-style: none; }
h2 { font-size: 1.3rem; line-height: 1.3; letter-spacing: -.01em; margin-bottom: 1rem; }
h3 { font-size: 1rem; line-height: 1.4; }
.quiet { color: var(--quiet); font-weight: 400; }
h2 .quiet { font-size: .95rem; margin-left: .35em; letter-spacing: 0; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -99rem; background: var(--card); padding: .5rem 1rem; z-index: 3; }
.skip:focus { left: 1rem; top: 1rem; }
main > section { padding-block: 2.25rem; border-top: 1px solid var(--line); }
main > .notes { padding: .8rem 1rem; border-top: 0; margin-block: 0 2.25rem; }

.top { padding-block: 2.25rem 1.5rem; }
.eyebrow { color: var(--quiet); font-size: .9rem; overflow-wrap: anywhere; }
h1 { font-size: clamp(2.3rem, 7vw, 3.6rem); line-height: 1.1; letter-spacing: -.03em; font-weight: 650; margin: .1em 0 .2em; overflow-wrap: anywhere; }
h1.name { font-size: clamp(1.6rem, 5vw, 2.6rem); }
h1.conformant { color: light-dark(#1a6b35, #7fd69a); } h1.partial { color: light-dark(#7d5200, #f0c060); }
h1.nonconformant { color: var(--deviates); } h1.invalid { color: var(--error); }
.lead { font-size: 1.2rem; }
.first { margin-top: .5rem; overflow-wrap: anywhere; }
.counts { display: flex; flex-wrap: wrap; gap: .4rem 1.4rem; margin-top: 1.1rem; font-variant-numeric: tabular-nums; }
.counts li { display: flex; gap: .45rem; align-items: baseline; }
.counts a { color: inherit; }
.why { margin-top: .3rem; color: var(--quiet); overflow-wrap: anywhere; }
.run { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 1fr)); gap: 1rem 2rem; margin-top: 1.4rem; }
.run .wide { grid-column: 1 / -1; }
.run small { display: inline-block; line-height: 1.35; }
.run dt { color: var(--quiet); font-size: .85rem; }
.run small { color: var(--quiet); }
.run dd { overflow-wrap: anywhere; }
.notes { margin-top: 1.25rem; padding: .8rem 1rem; background: var(--soft); border-radius: 8px; }
.notes h2 { font-size: .95rem; margin-bottom: .2rem; }
.notes li { overflow-wrap: anywhere; }
.notes li + li { margin-top: .2rem; }
.notes.bad { background: var(--deviates); color: var(--deviates-ink); }

.badge { display: inline-grid; place-items: center; width: 1.6em; height: 1.6em; border-radius: 5px; font: 650 .8rem/1 var(--sans); flex: none; vertical-align: .08em; }
.deviates.badge, .deviates.cell { background: var(--deviates); color: var(--deviates-ink); }
.error.badge, .error.cell { background: var(--error); color: var(--error-ink); }
.warns.badge, .warns.cell { background: var(--warns); color: var(--warns-ink); }
.inconclusive.badge, .inconclusive.cell { background: var(--inconclusive); color: var(--inconclusive-ink); }
.not-run.badge, .not-run.cell { color: var(--quiet); border: 1px dashed currentcolor; }
.waived.badge, .waived.cell { background: var(--waived); color: var(--waived-ink); }
.conforms.badge, .conforms.cell { background: var(--conforms); color: var(--conforms-ink); }
.recorded.badge, .recorded.cell { background: var(--recorded); color: var(--recorded-ink); }
.none.badge { color: var(--quiet); }
.level { font-size: .74rem; font-weight: 600; letter-spacing: .04em; color: var(--quiet); }

.cause { padding: 1.1rem 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.cause + .cause { margin-top: .75rem; }
.cause h3 { display: flex; gap: .6rem; align-items: baseline; }
.cause h3 a { color: inherit; overflow-wrap: anywhere; }
.later { margin-top: .75rem; } .later summary { padding: .4rem 0; } .later ol { margin-top: .5rem; }
.deviations > h3 { margin: 1.5rem 0 .75rem; }
.place { margin: .15rem 0 .8rem; color: var(--quiet); overflow-wrap: anywhere; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: .75rem 1.5rem; }
.pair > div { min-width: 0; padding-left: .75rem; border-left: 2px solid var(--line); }
.pair dt { color: var(--quiet); font-size: .82rem; overflow-wrap: anywhere; }
.pair code { white-space: pre-wrap; }
.cause .meta { margin-top: .9rem; }
.seen { margin-top: .75rem; font-size: .9rem; color: var(--quiet); overflow-wrap: anywhere; }
.quote { margin: 0; }
.quote figcaption { color: var(--quiet); font-size: .82rem; margin-bottom: .2rem; }
.quote blockquote { margin: 0; }
.line code { overflow-wrap: anywhere; }

#filter { padding-bottom: 1.25rem; }
#filter > summary { display: inline-block; padding: .3rem .7rem; border: 1px solid var(--line); border-radius: 8px; background: var(--card); font-size: .9rem; }
#filter[open] > summary { margin-bottom: .9rem; }
.to-filter { font-size: .9rem; font-weight: 400; margin-left: .6rem; letter-spacing: 0; }
#filters { display: flex; flex-wrap: wrap; gap: .9rem 1.75rem; align-items: end; margin-bottom: 1.25rem; }
fieldset { border: 0; padding: 0; margin: 0; min-width: 0; display: flex; flex-wrap: wrap; gap: .4rem; }
.statuses { flex-basis: 100%; }
legend, #filters p > label { float: left; width: 100%; padding: 0; margin-bottom: .2rem; font-size: .82rem; line-height: 1.3; color: var(--quiet); }
legend { margin-bottom: -.2rem; }
.pill { position: relative; display: inline-flex; align-items: center; gap: .45rem; min-height: 2.3rem; padding: 0 .7rem 0 .45rem; border: 1px solid var(--line); border-radius: 8px; background: var(--card); font-size: .9rem; cursor: pointer; }
.pill:not(:has(.badge)) { padding-left: .7rem; }
.pill input { position: absolute; inset: 0; opacity: 0; margin: 0; cursor: pointer; }
.pill:hover { border-color: var(--quiet); }
.pill:has(:checked) { border-color: var(--ink); box-shadow: inset 0 0 0 1px var(--ink); }
.pill:has(:focus-visible) { outline: 2px solid var(--focus); outline-offset: 2px; }
.number { color: var(--quiet); font-variant-numeric: tabular-nums; }
select, input[type=search], button { font: inherit; font-size: .9rem; min-height: 2.3rem; padding: 0 .7rem; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
select { max-width: 100%; } input[type=search] { width: 100%; }
#filters .text { flex: 1 1 12rem; } #filters p { min-width: 0; }
::placeholder { color: var(--quiet); opacity: 1; }
button { cursor: pointer; } button:hover { border-color: var(--quiet); }
.result { display: flex; align-items: center; gap: 1rem; font-variant-numeric: tabular-nums; min-height: 2.3rem; }
#filters:not(.narrowed) button[type=reset] { visibility: hidden; }

.scroll { position: relative; overflow-x: auto; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
table { border-collapse: separate; border-spacing: 0; width: 100%; }
thead th { font-size: .82rem; font-weight: 600; padding: .6rem .25rem; color: var(--quiet); white-space: nowrap; font-variant-numeric: tabular-nums; border-bottom: 1px solid var(--line); }
.corner, tbody th { text-align: left; padding: .5rem 1rem; }
.corner, tbody tr:not(.contract) th { position: sticky; left: 0; background: var(--card); z-index: 1; }
tbody th { font-weight: 500; min-width: 9rem; border-right: 1px solid var(--line); }
.corner { border-right: 1px solid var(--line); }
tbody .path { display: block; }
.path { color: var(--quiet); font: 400 .78rem/1.4 var(--mono); overflow-wrap: anywhere; }
.contract th { background: var(--soft); font-weight: 600; font-size: .9rem; border: 0; }
.contract th > span { position: sticky; left: 1rem; }
td { padding: .25rem; text-align: center; }
tbody tr + tr:not(.contract) > * { border-top: 1px solid var(--line); }
.contract + tr > * { border-top: 0 !important; }
.cell { display: inline-grid; place-items: center; width: 2.6rem; height: 2.35rem; border-radius: 6px; text-decoration: none; font-weight: 650; }
.cell small { font-weight: 400; font-size: .7rem; margin-left: .22em; }
.cell:hover { box-shadow: 0 0 0 2px var(--ink); }
.cell.dimmed { opacity: .25; }
.legend li { display: flex; gap: .45rem; align-items: baseline; }
.legend { display: flex; flex-wrap: wrap; gap: .45rem 1.4rem; margin-top: 1rem; font-size: .85rem; color: var(--quiet); }

.operation { padding-top: .5rem; } .operation + .operation { margin-top: 1.75rem; }
.operation h3 { margin-bottom: .6rem; overflow-wrap: anywhere; }
.source { font-weight: 400; font-size: .85rem; }
summary { cursor: pointer; }
.groups { border: 1px solid var(--line); border-radius: 10px; background: var(--card); overflow: hidden; }
.group, .clause { border-top: 1px solid var(--line); margin-top: -1px; }
summary:focus-visible { outline-offset: -2px; }
.group > summary { padding: .55rem 1rem; }
.group > summary b { display: inline-block; min-width: 2.4rem; margin-left: .3rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.group > ul { border-top: 1px solid var(--line); overflow: hidden; }
.clause summary { display: grid; grid-template-columns: auto 1fr auto; column-gap: .75rem; align-items: baseline; padding: .55rem 1rem .55rem 1.5rem; }
.clause summary::-webkit-details-marker { display: none; }
.clause summary:hover .sentence { text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: .18em; }
.sentence { overflow-wrap: anywhere; min-width: 0; }
.rest { grid-column: 2; color: var(--quiet); font-size: .8rem; }
.facts { padding: .25rem 1rem 1.25rem calc(1.5rem + 1.28rem + .75rem); }
.facts > * + * { margin-top: .9rem; }
.because { overflow-wrap: anywhere; }
.finding { padding: .9rem 1rem; border: 1px solid var(--line); border-left: 3px solid var(--deviates); border-radius: 8px; }
[data-status=warns] .finding { border-left-color: var(--warns-ink); }
.finding.is-waived { border-left-color: var(--waived-ink); }
h5 { font-size: .9rem; font-weight: 600; margin-bottom: .5rem; overflow-wrap: anywhere; }
.waiver { margin-top: .6rem; overflow-wrap: anywhere; }
.finding .exchange { margin-top: 1rem; }
.when, .shared { font-size: .85rem; color: var(--quiet); margin-bottom: .4rem; overflow-wrap: anywhere; }
pre { margin: 0; padding: .75rem .9rem; background: var(--soft); border-radius: 8px; white-space: pre-wrap; line-height: 1.5; }
.request { position: relative; }
.js .request pre { padding-right: 5.5rem; min-height: 3.2rem; }
.copy { display: none; min-height: 2rem; }
.js .copy { display: inline-block; }
.request .copy { position: absolute; top: .45rem; right: .45rem; }
.line .copy { min-height: 1.7rem; padding: 0 .5rem; font-size: .8rem; }
.answer { margin-top: .5rem; } .headers { color: var(--quiet); }
.meta { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; font-size: .9rem; }
.meta dt { color: var(--quiet); } .meta dd { min-width: 0; overflow-wrap: anywhere; }
.open > ul > li { display: grid; grid-template-columns: auto 1fr; gap: .7rem; align-items: baseline; padding-block: .3rem; }
.open details ul { padding: .3rem 0 .3rem 1.1rem; font-size: .9rem; }
.open details { overflow-wrap: anywhere; min-width: 0; }
footer { padding-block: 1.5rem 3rem; color: var(--quiet); font-size: .85rem; }

@media (max-width: 40rem) {
  .top { padding-block: 1.75rem 1.5rem; }
  .pair { grid-template-columns: 1fr; } .run { gap: .6rem; }
  .corner, tbody th { padding-inline: .75rem; min-width: 8.75rem; max-width: 9.5rem; }
  tbody tr:not(.contract) th { font-size: .9rem; line-height: 1.3; overflow-wrap: anywhere; }
  .contract th { max-width: none; padding-left: .75rem; } .contract th > span { left: .75rem; }
  tbody .path { display: none; }
  .clause summary { padding-inline: 1rem; } .facts { padding-inline: 1rem; }
  .meta { grid-template-columns: 1fr; } .meta dd + dt { margin-top: .4rem; }
  .cause { padding: 1rem; }
}
@media print {
  :root { color-scheme: light; }
  body { background: #fff; font-size: 10pt; }
  #filter, .to-filter, .skip, .copy, .js .copy { display: none; }
  .badge, .cell { print-color-adjust: exact; }
  .scroll { overflow: visible; } .corner, tbody th { position: static !important; }
  .cause, .clause, tbody { break-inside: avoid; }
  .matrix thead th { font-size: 7pt; padding-inline: 1px; } .matrix .path { display: none; }
  .corner, tbody th { min-width: 0; padding-inline: .5rem; } tbody th { font-size: 9pt; } td { padding: 2px; }
  .cell { width: 1.9rem; height: 1.6rem; font-size: 9pt; } .cell small { font-size: 6.5pt; }
}
`;
