/** What `npm run bench -- --spec FILE` prints. */
import { suiteRead } from '../../config/phase.ts';
import type { UsedBy } from './measure.ts';
import { mb, processRows, s, table, type OfSize } from './page.ts';

const markOf = ({ marks }: UsedBy, wanted: string) => marks.find(([phase]) => phase === wanted);

/** How long a run of one document took, what it needed, and what came after its last call. */
export function documentTable({ operations, plan, run, cases, calls, reportsMegabytes }: OfSize): string {
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
