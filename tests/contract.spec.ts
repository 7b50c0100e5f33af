/** Every operation of every contract in specs/, and every scenario: what the documents ask of requests, and all they promise of responses. */
import { readRunContext } from '../helpers/config/run-context.ts';
import { declaredCases } from '../helpers/run/declared.ts';
import { detailsOf, detailsOfGroup } from '../helpers/run/info.ts';
import { caseIndex, readCaseIndex } from '../helpers/run/run-index.ts';
import { test } from '../helpers/run/test.ts';
import { loadProject } from '../helpers/run/worker.ts';

// Where a run has begun, no document is read again.
const { isGrouped, groups } =
  readCaseIndex(readRunContext()?.directory) ?? caseIndex(await declaredCases(await loadProject()));

for (const group of groups)
  if (isGrouped) test(group.title, detailsOfGroup(group), ({ runGroup }) => runGroup(group));
  else
    test.describe(group.title, () => {
      // In order and in one worker: rejected requests share a resource, which the last test of an operation checks.
      if (group.kind === 'generated') test.describe.configure({ mode: 'default' });
      for (const one of group.cases) test(one.title, detailsOf(one), ({ runOne }) => runOne(group, one.id));
    });
