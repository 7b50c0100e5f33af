/** What `npm run bench -- --spec FILE` measures: the last section of docs/benchmarks.md. */
import { suiteRead } from '../../config/phase.ts';
import type { UsedBy } from './measure.ts';
import { mb, processRows, s, table, type OfSize } from './page.ts';

const markOf = ({ marks }: UsedBy, wanted: string) => marks.find(([phase]) => phase === wanted);

const heading = '## A published document';

/** The section about a document in a page; empty where it has none. */
export const sectionIn = (page: string): string => (page.includes(heading) ? page.slice(page.indexOf(heading)) : '');

/** The page with this section about a document instead of the one it may have. */
export const withSection = (page: string, section: string): string =>
  [page.slice(0, page.length - sectionIn(page).length).trimEnd(), ...(section === '' ? [] : [section.trimEnd()])]
    .join('\n\n')
    .concat('\n');

/** How long a run of one document took, what it needed, and what came after its last call. `name`: of the document's file. */
export const documentSection = (name: string, measured: OfSize): string => `${heading}

\`npm run bench -- --spec ${name}\`: as above, against a server that answers as the document says.

${documentTable(measured)}`;

function documentTable({ operations, plan, run, cases, calls, reportsMegabytes }: OfSize): string {
  const [command] = run.processes.filter(({ role }) => role === 'command');
  const [allure] = run.processes.filter(({ role }) => role === 'Allure');
  const [, casesAt = 0, casesCpu = 0] = (command && markOf(command, 'cases')) ?? [];
  const ready = run.processes
    .map((each) => markOf(each, suiteRead))
    .filter((mark) => mark !== undefined)
    .toSorted((a, b) => b[1] - a[1])[0];
  const afterCpu = (command?.cpuMs ?? 0) - casesCpu + (allure?.cpuMs ?? 0);
  const rows = [
    ['operations, cases, calls', `${operations}, ${cases}, ${calls}`],
    ['plan', `${s(plan.wallMs)} s, ${s(plan.cpuMs)} s of processor time, ${mb(plan.peakMegabytes)} MB`],
    ['run', `${s(run.wallMs)} s, ${s(run.cpuMs)} s of processor time, ${mb(run.peakMegabytes)} MB`],
    ['after the last call: reports', `${s(run.wallMs - casesAt)} s, ${s(afterCpu)} s of processor time`],
    ['a worker has its suite', ready ? `${s(ready[1])} s after it started, ${s(ready[2])} s of processor time` : ''],
    ['reports', `${mb(reportsMegabytes)} MB`],
  ];
  return `${table(['what', 'measured'], rows)}\n\n${table(['process', 'processor', 'most memory'], processRows(run.processes))}\n`;
}
