/** Every operation of every contract in specs/: what the documents ask of requests, and all they promise of answers. */
import { operationsOf, testsOf } from '../helpers/run/generated.ts';
import { detailsOf, scenario, test } from '../helpers/run/test.ts';
import { runSuite } from '../helpers/run/worker.ts';

const { contracts, vendors } = await runSuite();

for (const operation of operationsOf(contracts)) {
  test.describe(operation.id, () => {
    // In order and in one worker: the refused requests share a resource that the last test looks at.
    test.describe.configure({ mode: 'default' });
    for (const { info, run } of testsOf(operation, vendors.of(operation)))
      test(
        info.title,
        detailsOf(info),
        scenario(({ ctx }) => run(ctx)),
      );
  });
}
