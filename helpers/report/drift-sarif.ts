/** Drift as SARIF 2.1.0, for code scanning: one result a moved thing, at its place in the pinned document. */
import type { DriftReport } from '../verdict/drift/report.ts';
import { isBlocking } from '../verdict/drift/moved.ts';
import type { SarifLog, SarifResult, SarifRule } from './sarif-log.ts';
import { changeWords, clauseWords } from './drift-words.ts';

/** One run for all vendors; `fileOf` names the pinned document of a contract, relative to the repository. */
export function driftSarif(reports: readonly DriftReport[], fileOf: (contract: string) => string): SarifLog {
  const rules = new Map<string, SarifRule>();
  const results = reports.flatMap(({ things }) =>
    things.map((thing): SarifResult => {
      rules.set(thing.rule, { id: thing.rule, shortDescription: { text: thing.rule.replaceAll('-', ' ') } });
      const clauses = clauseWords(thing);
      return {
        ruleId: thing.rule,
        level: isBlocking(thing) ? 'error' : thing.severity === 'editorial' ? 'note' : 'warning',
        message: { text: `${changeWords(thing)} (${thing.who})${clauses === '' ? '' : `: ${clauses}`}` },
        locations: [
          {
            physicalLocation: { artifactLocation: { uri: fileOf(thing.contract) } },
            logicalLocations: [{ fullyQualifiedName: thing.pinned ?? thing.current ?? '', kind: 'member' }],
          },
        ],
        partialFingerprints: { movedThing: thing.id },
        properties: { severity: thing.severity, who: thing.who },
      };
    }),
  );
  return {
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'vendor-conformance drift', rules: [...rules.values()] } }, results }],
  };
}
