/** Every operation of every contract in specs/, and every scenario: what the documents ask of requests, and all they promise of responses. */
import { readRunContext } from '../helpers/config/run-context.ts';
import { groupBy } from '../helpers/contract/group-by.ts';
import { declaredCases } from '../helpers/run/declared.ts';
import { detailsOf } from '../helpers/run/info.ts';
import { test } from '../helpers/run/test.ts';
import { runSuite } from '../helpers/run/worker.ts';

const limit = readRunContext()?.cases;
const all = await declaredCases(await runSuite());
const cases = limit === undefined ? all : all.filter(({ info }) => limit.includes(info.id));

for (const [title, group] of groupBy(cases, ({ info, kind }) =>
  kind === 'generated' ? info.operation : `${info.operation}: scenarios`,
))
  test.describe(title, () => {
    // In order and in one worker: rejected requests share a resource, which the last test of an operation checks.
    if (group[0]?.kind === 'generated') test.describe.configure({ mode: 'default' });
    for (const each of group) test(each.info.title, detailsOf(each), ({ runDeclared }) => runDeclared(each));
  });
