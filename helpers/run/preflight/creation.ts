/** The preflight of a run that may write: one resource is created, which later is removed. */
import { ownOf } from '../../contract/pointer.ts';
import type { Exchange, Operation } from '../../contract/types.ts';
import { credentialVariables } from '../../profile/credentials.ts';
import { complete } from '../../profile/create.ts';
import type { ResourceKind } from '../../profile/resources.ts';
import { shownBaseUrl, variablesIn } from '../../profile/sources.ts';
import type { Vendor } from '../../profile/vendor.ts';
import type { CaseContext } from '../context.ts';
import type { Trouble } from '../preflight.ts';
import { checkOtherOperation, shownCall } from './reading.ts';

/** Creates a resource; what the answer says of the configuration is trouble, anything else is for the cases to judge. */
export async function checkCreation(
  ctx: CaseContext,
  vendor: Vendor,
  kind: ResourceKind,
  trouble: Trouble,
): Promise<void> {
  const exchange = await ctx.call(kind.create, (valid) => valid, { purpose: 'setup' });
  if (exchange.kind === 'unanswered') {
    return checkOtherOperation(ctx, vendor, kind.exists ?? kind.remove, exchange.because, trouble);
  }
  await complete(kind, exchange, vendor, ctx);
  const reason = reasonFor(exchange.answer.status, exchange.operation, vendor, kind, ctx);
  if (reason === undefined) return;
  if (!(await acceptsAlternative(ctx, exchange, vendor))) trouble(reason);
}

/** Which variables a status of a valid creation speaks of. */
function reasonFor(
  status: number,
  operation: Operation,
  vendor: Vendor,
  { spec }: ResourceKind,
  { run: { config } }: CaseContext,
): string | undefined {
  const { profile } = vendor;
  const isSet = (name: string) => config.variables[name] !== undefined;
  const values = operation.parameters.flatMap(({ name }) => variablesIn(ownOf(profile.values, name))).filter(isSet);
  const parent = spec.parent === undefined ? [] : variablesIn(ownOf(profile.values, spec.parent));
  const part = variablesIn(spec.create.part);
  const credential = credentialVariables(operation, profile, config.variables).join(', ');
  const answered = `${shownCall(operation)} answered ${status}`;
  // What follows from the document alone may not be this credential's to create: its cases are inconclusive, the rest goes on.
  if (Object.keys(profile.resources).length === 0 && status !== 401) return undefined;
  switch (status) {
    case 400:
      return values.length === 0
        ? undefined
        : `${[...values, ...part].join(', ')}: ${answered}: the vendor finds one of them invalid`;
    case 401:
      return `${credential}: ${answered}: the vendor does not accept this credential`;
    case 403:
      return `${credential}: ${answered}: this credential is not allowed to do that`;
    case 404:
      return parent.length === 0
        ? `${shownBaseUrl(profile)}: ${answered}: this is not the base URL of the API`
        : `${parent.join(', ')}: ${answered}: the vendor does not know this id`;
    case 409:
      return parent.length === 0
        ? undefined
        : `${parent.join(', ')}: ${answered}: this resource cannot be changed; the suite needs one that can be changed`;
    default:
      return undefined;
  }
}

/** Whether a creation that was rejected as invalid succeeds with the plugin's other body. */
async function acceptsAlternative(
  ctx: CaseContext,
  { operation, plan, ...exchange }: Exchange,
  vendor: Vendor,
): Promise<boolean> {
  const make = vendor.plugin?.alternativeBody;
  if (!make || exchange.kind !== 'answered' || exchange.answer.status !== 400 || plan.body.kind !== 'multipart')
    return false;
  const { body, because } = make(plan.body.parts[0]?.name ?? 'file');
  const second = await ctx.recordUnplannedCalls(because, () =>
    ctx.call(operation.id, () => ({ ...plan, body }), { purpose: 'setup' }),
  );
  return second.kind === 'answered' && second.answer.status < 400;
}
