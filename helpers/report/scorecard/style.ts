/** What the scorecard adds to the style of the matrix. */
export const scorecardStyle = `
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(9.5rem, 100%), 1fr)); gap: .75rem; margin-bottom: 1.5rem; }
.tiles > div { padding: .8rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; min-width: 0; }
.tiles dt { color: var(--quiet); font-size: .82rem; }
.tiles dd { font-size: 1.5rem; font-weight: 600; line-height: 1.3; letter-spacing: -.01em; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.tiles dd + dd { font-size: .8rem; font-weight: 400; letter-spacing: 0; color: var(--quiet); }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(21rem, 100%), 1fr)); gap: 1.25rem; margin-bottom: 1.5rem; }
.plot { margin: 0; padding: .9rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; min-width: 0; }
figcaption { font-size: .9rem; font-weight: 600; margin-bottom: .6rem; overflow-wrap: anywhere; }
figcaption .quiet { font-weight: 400; font-size: .82rem; display: block; }
.axes { display: grid; grid-template: auto 1fr auto / auto 1fr auto; column-gap: .5rem; font-size: .75rem; color: var(--quiet); font-variant-numeric: tabular-nums; }
.axes svg { grid-area: 1 / 2 / 3 / 4; width: 100%; height: 7rem; display: block; overflow: visible; }
.top-label { grid-area: 1 / 1; text-align: right; line-height: 1; }
.bottom-label { grid-area: 2 / 1; align-self: end; text-align: right; line-height: 1; }
.left-label { grid-area: 3 / 2; padding-top: .35rem; }
.right-label { grid-area: 3 / 3; padding-top: .35rem; text-align: right; }
.axes path { fill: none; vector-effect: non-scaling-stroke; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
.axes .frame { stroke: var(--line); stroke-width: 1; }
.axes .dots { stroke-width: 6; }
.axes .kept { stroke: var(--conforms-ink); } .axes .area.kept { fill: var(--conforms); stroke: none; }
.axes .open { stroke: var(--deviates); } .axes .area.open { fill: var(--deviates); fill-opacity: .15; stroke: none; }
.axes .median { stroke: var(--recorded-ink); } .axes .tail { stroke: var(--warns-ink); }
.axes .line.tail { stroke-dasharray: 5 4; }
.keys { display: flex; flex-wrap: wrap; gap: .4rem 1.4rem; font-size: .85rem; color: var(--quiet); margin-bottom: 1.5rem; }
.numbers td, .numbers th { font-variant-numeric: tabular-nums; white-space: nowrap; padding: .5rem .8rem; font-size: .9rem; }
.numbers th[scope=col] { white-space: normal; min-width: 4.5rem; vertical-align: bottom; }
.numbers tbody th { min-width: 0; overflow-wrap: anywhere; }
.card > .scroll + * , .card > h3 { margin-top: 1.5rem; }
.card > h3 { margin-bottom: .5rem; }
.card > h2, .card summary { overflow-wrap: anywhere; }
.records li { padding: .55rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.records li:first-child { border-top: 0; }
`;
