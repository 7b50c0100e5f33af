/** One GitHub issue for each thing that moved: opened once, commented when it moves again, closed when it is back. */
import { hashOf } from '../contract/clauses.ts';
import type { MovedThing } from '../verdict/drift/moved.ts';
import type { DriftReport } from '../verdict/drift/report.ts';
import { changeWords, clauseWords, placeWords } from './drift-words.ts';
import type { Step, Tracked } from './issues.ts';
import { cell, code } from './quote.ts';
import { moment, oneLine } from './wording.ts';
import { groupBy } from '../contract/group-by.ts';

/** Label of the issues about what moved. */
export const driftLabel = 'drift';

interface Mark {
  readonly key: string;
  readonly vendor: string;
  /** Where it was observed; empty for what only the documents show. */
  readonly environments: readonly string[];
  /** Ids of the things that are at the place: when they change, it moved again. */
  readonly state: readonly string[];
}

const marked = /<!-- drift (\{[^\n]*\}) -->/;

/** What to do with the tracker after drift was looked for. Rewordings get no issue: they are in the summary. */
export function movedSteps(
  reports: readonly DriftReport[],
  tracked: readonly Tracked[],
  run: string | undefined,
): readonly Step[] {
  const known = tracked.flatMap((issue) => {
    const mark = markIn(issue.body);
    return mark ? [{ issue, mark }] : [];
  });
  return reports.flatMap((report) => {
    const places = placesOf(report);
    const steps = [...places].flatMap(([key, things]) => stepOf(report, key, things, known, run));
    const gone = known.filter(({ issue, mark }) => issue.open && !places.has(mark.key) && isCompared(report, mark));
    return [...steps, ...gone.map(({ issue }) => closing(issue, report, run))];
  });
}

/** Things by their place: what a document and the answers say of one place is one thing that moved. */
const placesOf = (report: DriftReport): ReadonlyMap<string, readonly MovedThing[]> =>
  groupBy(
    report.things.filter(({ severity }) => severity !== 'editorial'),
    (thing) => hashOf([thing.contract, thing.places[0], environmentsOf(report, thing)]),
  );

/** Where a thing was seen that only the answers show: another environment may answer otherwise. */
const environmentsOf = ({ runs }: DriftReport, { who }: MovedThing): string[] =>
  who === 'behaviour without document' ? [...new Set(runs.flatMap(({ environments }) => environments))].toSorted() : [];

function stepOf(
  report: DriftReport,
  key: string,
  things: readonly MovedThing[],
  known: readonly { readonly issue: Tracked; readonly mark: Mark }[],
  run: string | undefined,
): Step[] {
  const [first] = things;
  if (!first) return [];
  const state = things.map(({ id }) => id).toSorted();
  const mark: Mark = { key, vendor: report.vendor, environments: environmentsOf(report, first), state };
  const title = oneLine(`${report.vendor}: ${first.severity}: ${changeWords(first)}`).slice(0, 120);
  const body = bodyOf(report, things, mark, run);
  const own = known
    .filter((each) => each.mark.key === key)
    .toSorted((a, b) => Number(b.issue.open) - Number(a.issue.open))[0];
  if (!own) return [{ kind: 'open', title, body }];
  const { number, open } = own.issue;
  const isSame = JSON.stringify(own.mark.state) === JSON.stringify(state);
  if (open && isSame) return own.issue.body === body ? [] : [{ kind: 'update', number, title, body, again: false }];
  const what = things.map(changeWords).map(cell).join('; ');
  const comment = open ? `It moved again: ${what}.` : `It is back: ${what}.`;
  return [{ kind: 'update', number, title, body, again: !open, comment }];
}

/** Whether a report would show the thing of an issue, if it were still there. */
function isCompared(report: DriftReport, mark: Mark): boolean {
  if (mark.vendor !== report.vendor) return false;
  if (mark.environments.length === 0) return report.compared.length > 0;
  const here = new Set(report.runs.flatMap(({ environments }) => environments));
  return mark.environments.every((each) => here.has(each));
}

const closing = ({ number, body }: Tracked, { at, vendor }: DriftReport, run: string | undefined): Step => ({
  kind: 'close',
  number,
  title: `${vendor} ${markIn(body)?.key ?? ''}`,
  comment: `It is back as pinned, or was pinned: ${moment(at)}${run === undefined ? '' : `, ${run}`}.`,
});

function markIn(body: string): Mark | undefined {
  try {
    const mark = JSON.parse(marked.exec(body)?.[1] ?? '') as Mark;
    return Array.isArray(mark.state) && Array.isArray(mark.environments) ? mark : undefined;
  } catch {
    return undefined;
  }
}

function bodyOf(report: DriftReport, things: readonly MovedThing[], mark: Mark, run: string | undefined): string {
  return [
    ...things.flatMap((thing) => [
      `**${thing.severity}** ${cell(changeWords(thing))}`,
      '',
      `- Who moved: ${thing.who === 'document' ? 'the document' : thing.who}${mark.environments.length > 0 ? ` (${mark.environments.join(', ')})` : ''}`,
      ...thing.places.slice(0, 12).map((place) => `- At: ${code(placeWords(place))}`),
      ...(thing.observed
        ? [`- Expected: ${code(thing.observed.expected)}`, `- Observed: ${code(thing.observed.actual)}`]
        : []),
      ...(thing.pinned === undefined ? [] : [`- Pinned: ${code(thing.pinned)}`]),
      ...(thing.current === undefined ? [] : [`- Published: ${code(thing.current)}`]),
      ...(clauseWords(thing) === '' ? [] : [`- Clauses: ${cell(clauseWords(thing))}`]),
      ...(thing.used === undefined ? [] : [`- Used by our product: ${thing.used ? 'yes' : 'no'}`]),
      '',
    ]),
    ...(run === undefined ? [] : [`Last seen: ${run}`, '']),
    `To pin what is published: \`npm run drift -- ${report.vendor} --accept\`. This issue is closed when it is back, or pinned.`,
    '',
    `<!-- drift ${JSON.stringify(mark).replaceAll('-->', '--\\u003e')} -->`,
  ].join('\n');
}
