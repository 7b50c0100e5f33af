/** What a person sees in the terminal: the first lines, and the summary. */
import { totalCalls } from '../../run/calls.ts';
import path from 'node:path';
import { credentialsNotGiven } from '../../profile/credentials.ts';
import { operationsOf } from '../../run/generated.ts';
import { environmentWarnings, hostEnvironment } from '../../config/environment.ts';
import type { Redactor } from '../../config/redactor.ts';
import type { Config } from '../../profile/config.ts';
import { operationsIn, type Suite } from '../../profile/suite.ts';
import { keyKind, type VendorTarget } from '../../profile/targets.ts';
import { annotations } from '../../report/annotations.ts';
import { artefacts } from '../../report/disk.ts';
import { openFirst } from '../../report/open-first.ts';
import { firstLine } from '../../report/progress.ts';
import { summary } from '../../report/terminal.ts';
import { preflightCases } from '../../run/preflight.ts';
import { isWhole, selectionText } from '../../run/select.ts';
import type { Target } from '../../verdict/report.ts';
import { documentText, type Published } from './publish.ts';
import type { ValidatedRun } from './validate.ts';

/** Who is tested with what, how many calls are planned, and what the person who started it should know. */
export function openingLines(run: ValidatedRun): string[] {
  const { config, suite, declared, selected, selection } = run;
  const preflight = preflightCases({ config, operations: operationsIn(suite), vendors: suite.vendors });
  const cases = [...preflight, ...selected];
  const callsOf = cases.map((info) => totalCalls(info.calls));
  const calls = callsOf.reduce((a, b) => a + b, 0);
  const milliseconds = estimate({ calls, cases: callsOf.filter((each) => each > 0).length }, config);
  return [
    firstLine(targetsOf(config, suite), { calls, cases: cases.length, milliseconds }),
    ...(calls > (config.values.REQUEST_BUDGET ?? Infinity)
      ? [
          `REQUEST_BUDGET of ${config.values.REQUEST_BUDGET} is less than the ${calls} calls planned: the rest is not run`,
        ]
      : []),
    ...(isWhole(selection)
      ? []
      : [`${cases.length} of ${preflight.length + declared.length} cases are selected: ${selectionText(selection)}`]),
    ...suite.problems.map(({ message }) => `not verified: ${message}`),
    ...noticesOf(run),
  ];
}

/**
 * Milliseconds: starting, a case beside its calls, and one call, as measured on vendors on loopback (docs/benchmarks.md), or to
 * be expected beyond a network.
 */
const basis = { start: 2_000, each: 5.5, local: 3.2, remote: 60 };

/** How long a run of so many calls, in cases that make some, should take, in milliseconds. */
function estimate(planned: { calls: number; cases: number }, { targets, ratePerMinute }: Config): number {
  const isLocal = targets.every(({ kind }) => kind === 'embedded' || kind === 'loopback');
  const perCall = isLocal ? basis.local : basis.remote;
  const perTurn = Math.max(perCall, ratePerMinute === undefined ? 0 : 60_000 / ratePerMinute);
  return basis.start + planned.cases * basis.each + planned.calls * perTurn;
}

/** What stands in every report of this run. */
export const noticesOf = ({ config, suite, specs }: ValidatedRun): string[] => [
  ...notGiven(suite, config, specs !== undefined),
  ...config.warnings,
  ...environmentWarnings(),
  ...leftOut(config.leftOut),
];

const notGiven = ({ contracts, vendors }: Suite, { targets, variables }: Config, isAdHoc: boolean): string[] =>
  targets.flatMap(({ vendor }) =>
    credentialsNotGiven(
      operationsOf(contracts.filter((contract) => contract.vendor === vendor)),
      vendors.named(vendor).profile,
      variables,
      (scheme, variable) => (isAdHoc ? `give it with --credential ${scheme}=VARIABLE` : `set ${variable}`),
    ),
  );

const leftOut = (vendors: readonly string[]): string[] =>
  vendors.map((vendor) => `${vendor} is left out: another vendor is live and this one has no base URL`);

/** The contracts of a run with where they are tested. */
export function targetsOf(config: Config, { contracts, vendors }: Suite): Target[] {
  return contracts.flatMap(({ id, vendor }) => {
    const target = config.targets.find((each) => each.vendor === vendor);
    if (!target) return [];
    return [
      {
        vendor,
        contract: id,
        origin: new URL(target.baseUrl).origin,
        kind: target.kind,
        key: keyOf(target, config, vendors),
      },
    ];
  });
}

/** The kind of key a vendor is tested with, in words. */
function keyOf({ vendor, mayWrite, production }: VendorTarget, config: Config, vendors: Suite['vendors']): string {
  if (config.embedded) return 'keys of its own';
  const kind = keyKind(vendors.named(vendor).profile, config.variables);
  if (mayWrite) return kind;
  return production ? `${kind}, read-only: ALLOW_PRODUCTION does not name it` : `${kind}, read-only`;
}

/** The summary on stdout, with where the reports are. */
export function printSummary({ report, noAllure }: Published, folder: string, redactor: Redactor): void {
  const { colour, width, height, annotates } = hostEnvironment();
  const shown = (name: string) => path.relative(process.cwd(), path.join(folder, name));
  const hasAllure = noAllure === undefined && report.clauses.length > 0;
  process.stdout.write(
    redactor.text(
      summary(report, {
        colour,
        ...(width === undefined ? {} : { width }),
        ...(height === undefined ? {} : { height }),
        reports: {
          first: shown(openFirst(report) ?? artefacts.matrix),
          matrix: shown(artefacts.matrix),
          json: shown(artefacts.json),
          ...(report.counts.deviates > 0 ? { evidence: shown(`${artefacts.evidence}/README.md`) } : {}),
          ...(hasAllure ? { allure: shown(`${artefacts.allureReport}/index.html`) } : {}),
        },
      }),
    ),
  );
  if (annotates) for (const line of annotations(report, documentText)) process.stdout.write(`${redactor.text(line)}\n`);
  if (noAllure !== undefined) process.stderr.write(`the Allure report was not built: ${noAllure}\n`);
}
