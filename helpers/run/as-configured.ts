/** The cases of a plan as a configuration has them: what is not run and why, and where the calls of the others go. */
import { readOnly } from '../client/guard.ts';
import type { Operation } from '../contract/types.ts';
import type { Config } from '../profile/config.ts';
import { isRead } from '../profile/effects.ts';
import { operationsIn, type Suite } from '../profile/suite.ts';
import type { TargetKind } from '../profile/targets.ts';
import type { CaseInfo } from './result.ts';

export interface PlannedCase extends CaseInfo {
  /** Why it will make no call. */
  readonly notRun?: string;
}

/** An operation that a plan calls. */
export interface PlannedOperation {
  readonly id: string;
  readonly method: string;
  /** With the names of its parameters: `https://api.example/v2/notes/{noteId}`. */
  readonly url: string;
  readonly environment: TargetKind;
  readonly effect: 'reads' | 'writes';
}

/** A case that lacks a variable or a credential, or would write where that is not allowed, is not run and makes no call. */
export function asConfigured(info: CaseInfo, suite: Suite, config: Config): PlannedCase {
  const { variables, targets } = config;
  const missing = info.needs.filter((name) => variables[name] === undefined);
  if (missing.length > 0) return { ...info, calls: {}, notRun: `${missing.join(', ')} is not set` };
  const operations = operationsIn(suite);
  const operation = operations.get(info.operation);
  if (operation?.elsewhere !== undefined) return { ...info, calls: {}, notRun: servedElsewhere(operation) };
  const vendor = operation?.contract.vendor;
  const target = targets.find((each) => each.vendor === vendor);
  if (!target) return info;
  const lacking = operation && lackingCredential(info, operation, { suite, config, target });
  const notSet = lacking === undefined ? undefined : { ...info, calls: {}, notRun: `${lacking} is not set` };
  if (target.mayWrite) return notSet ?? info;
  const reads = Object.entries(info.calls).filter(([id]) => onlyReads(operations.get(id)));
  const mayRun = info.onlyReads ?? reads.length === Object.keys(info.calls).length;
  if (!mayRun) return { ...info, calls: {}, notRun: readOnly(target) };
  return notSet ?? { ...info, calls: Object.fromEntries(reads) };
}

/** What has to be set so that a case's own request can be sent, and what it needs be made before. */
function lackingCredential(
  { credentials, setUp }: CaseInfo,
  operation: Operation,
  { suite, config, target }: { suite: Suite; config: Config; target: Config['targets'][number] },
): string | undefined {
  const vendor = suite.vendors.of(operation);
  const own = credentials && vendor.missingCredential(operation, credentials, config);
  const creation = target.mayWrite ? vendor.kinds.find(({ kind }) => kind === setUp)?.create : undefined;
  const create = operationsIn(suite).get(creation ?? '');
  return own ?? (create && vendor.missingCredential(create, 'valid', config));
}

/** Why an operation whose own server is not below the base URL is not called. */
export const servedElsewhere = ({ elsewhere = '' }: Operation): string =>
  `its own server is ${elsewhere}, which is not at the address of this run`;

/** The operations of a suite with where they are called. */
export function plannedOperations(suite: Suite, { targets }: Config): PlannedOperation[] {
  const byVendor = new Map(targets.map((target) => [target.vendor, target]));
  return [...operationsIn(suite).values()].flatMap((operation) => {
    const { id, method, path, contract, basePath } = operation;
    const target = byVendor.get(contract.vendor);
    if (!target) return [];
    // The embedded sandbox has no address before a run.
    const base = target.kind === 'embedded' ? `$${target.variable}` : target.baseUrl;
    const url = `${base}${basePath}${path}`;
    return [{ id, method, url, environment: target.kind, effect: isRead(operation) ? 'reads' : 'writes' }];
  });
}

/** What is no operation of a document (a signed URL) is called for what an operation made. */
const onlyReads = (operation: Operation | undefined): boolean => operation !== undefined && isRead(operation);
