/** What a status means in its situation: one ordered list of rules, the first that applies decides. */
import { responseFor } from './operations.ts';
import type { Answer, Exchange, RequestPlan } from './exchange.ts';
import type { Contract, Operation } from './operation.ts';
import { defaultPolicy, type Policy } from './policy.ts';
import type { InconclusiveCause } from './clause.ts';
import type { Level } from './values.ts';

/** What is known of a request and its answer beside the document. All is false unless given. */
export interface Situation {
  readonly status: number;
  /** The request had a fault on purpose. Otherwise the document calls it valid. */
  readonly faulty?: boolean;
  /** Some of its values were made from the document alone, and no such request succeeded before. */
  readonly invented?: boolean;
  /** It carried the configured credential, unaltered. */
  readonly ownCredential?: boolean;
  /** It asked for the resource only if that has changed (RFC 9110, 13.1). */
  readonly conditional?: boolean;
  /** A redirect to the same address with a slash more or less at its end. */
  readonly slashRedirect?: boolean;
}

/** What follows: the status is right, it breaks a promise of a level, or nothing can be said. */
export type Judgement = 'conforms' | Level | { readonly inconclusive: InconclusiveCause };

interface Facts extends Situation {
  readonly operation: Operation;
  readonly policy: Policy;
  readonly documented: boolean;
}

interface Rule {
  readonly when: (facts: Facts) => boolean;
  readonly gives: Judgement;
}

const isClass = ({ status }: Facts, hundreds: number): boolean => Math.floor(status / 100) === hundreds;
const isComplete = ({ policy }: Facts): boolean => policy.statuses === 'complete';
const isRejectedCredential = ({ status, faulty, ownCredential }: Facts): boolean =>
  (status === 401 || status === 403) && !faulty && ownCredential === true;

/** Client errors that any server may give for reasons of its own (RFC 9110, 15.5; RFC 6585). */
const expectedAnywhere = [408, 413, 414, 431];

const rules: readonly Rule[] = [
  { when: (facts) => facts.operation.setupOnly && !facts.documented && facts.status < 500, gives: 'INFO' },
  // "The server MUST NOT send 304 unless the request was conditional" (RFC 9110, 15.4.5).
  { when: ({ status, conditional }) => status === 304 && !conditional, gives: 'MUST' },
  {
    when: (facts) => isClass(facts, 5) && facts.documented && facts.faulty === true && !isComplete(facts),
    gives: 'SHOULD',
  },
  { when: (facts) => isClass(facts, 5), gives: 'MUST' },
  {
    when: (facts) => isRejectedCredential(facts) && !isComplete(facts),
    gives: { inconclusive: 'credential' },
  },
  {
    when: (facts) => isClass(facts, 4) && !facts.faulty && facts.invented === true,
    gives: { inconclusive: 'test-data' },
  },
  { when: ({ documented }) => documented, gives: 'conforms' },
  { when: (facts) => isClass(facts, 3) && facts.slashRedirect === true && !isComplete(facts), gives: 'SHOULD' },
  { when: (facts) => !isClass(facts, 4), gives: 'MUST' },
  // Where a limit is documented, so is its status.
  { when: ({ status }) => status === 429, gives: 'INFO' },
  { when: isComplete, gives: 'MUST' },
  { when: ({ status }) => expectedAnywhere.includes(status), gives: 'INFO' },
  { when: ({ operation: { contract } }) => !documentsErrors(contract), gives: 'INFO' },
  { when: ({ operation, status }) => isDocumentedBySibling(operation, status), gives: 'SHOULD' },
  { when: () => true, gives: 'INFO' },
];

/** What a status means for an operation. `policy` is the contract's unless given. */
export function classify(operation: Operation, situation: Situation, policy: Policy = policyOf(operation)): Judgement {
  const facts: Facts = { ...situation, operation, policy, documented: isDocumented(operation, situation.status) };
  return rules.find(({ when }) => when(facts))?.gives ?? 'conforms';
}

export const policyOf = ({ contract }: Pick<Operation, 'contract'>): Policy => contract.policy ?? defaultPolicy;

/** Whether an operation documents a status: by its number, its range or `default`, which promises no server error. */
export function isDocumented(operation: Operation, status: number): boolean {
  const response = responseFor(operation, status);
  return response !== undefined && (response.key !== 'default' || status < 500);
}

const clientErrors = new WeakMap<Contract, ReadonlySet<string>>();

/** Keys of the client errors that any operation of a contract documents. */
function clientErrorsOf(contract: Contract): ReadonlySet<string> {
  const known =
    clientErrors.get(contract) ??
    new Set(
      [...contract.operations.values()].flatMap(({ responses }) =>
        [...responses.keys()].filter((key) => key.startsWith('4')),
      ),
    );
  clientErrors.set(contract, known);
  return known;
}

/** False where no operation documents a client error, or 422 alone, which a framework (FastAPI) adds to every operation by itself. */
const documentsErrors = (contract: Contract): boolean => [...clientErrorsOf(contract)].some((key) => key !== '422');

const isDocumentedBySibling = ({ contract }: Operation, status: number): boolean =>
  clientErrorsOf(contract).has(String(status)) || clientErrorsOf(contract).has(`${Math.floor(status / 100)}XX`);

/** Whether the values of a request come from the configuration or the vendor itself, or such a request has succeeded. */
export const isProven = ({ origins, succeeded }: RequestPlan): boolean => {
  if (succeeded === true || origins === undefined) return true;
  const all = Object.values(origins);
  return all.length > 0 && all.every((origin) => origin === 'profile' || origin === 'answer');
};

/** What an exchange says of its situation. */
export function situationOf(
  { plan, request }: Pick<Exchange, 'plan' | 'request'>,
  { status, headers }: Answer,
): Situation {
  const location = headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
  return {
    status,
    faulty: plan.faulty === true,
    invented: !isProven(plan) && Object.keys(plan.origins ?? {}).length > 0,
    ownCredential: plan.credentials === 'valid',
    conditional: plan.headers.some(([name]) => /^if-(?:none-match|modified-since)$/i.test(name)),
    slashRedirect: location !== undefined && differByOneSlash(request.url, location),
  };
}

function differByOneSlash(url: string, location: string): boolean {
  if (!URL.canParse(url) || !URL.canParse(location, url)) return false;
  const [from, to] = [new URL(url), new URL(location, url)];
  return from.host === to.host && (`${from.pathname}/` === to.pathname || from.pathname === `${to.pathname}/`);
}
