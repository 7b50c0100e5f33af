import { clauseIdAt, ofBody } from '../contract/clause.ts';
import { bodyClauses } from '../contract/clauses.ts';
import { requiredKey } from '../contract/clauses/schema-clauses.ts';
import type { SchemaError } from '../contract/compile/errors.ts';
import { isXml } from '../contract/media-type.ts';
import { isOpenEnum } from '../contract/open-enum.ts';
import { at, isObject, join, segmentsOf, withoutIndexes } from '../contract/pointer.ts';
import { saysNull } from '../contract/says-null.ts';
import { policyOf } from '../contract/status-oracle.ts';
import { acceptsNull } from '../contract/read/schema-node.ts';
import { walkValue } from '../contract/schema-walk.ts';
import type {
  Answer,
  Check,
  ClauseRef,
  Finding,
  Json,
  Level,
  Operation,
  Outcome,
  RequestPlan,
} from '../contract/types.ts';
import { bodyFinding } from './body-finding.ts';
import { emptyLists } from './empty-lists.ts';
import { contradictoryIn } from './forbidden-properties.ts';
import { fail, inconclusive, notApplicable, pass } from './outcome.ts';
import {
  documentedContent,
  header,
  json,
  jsonResponse,
  mediaType,
  unreadCoding,
  type DocumentedContent,
  type Parsed,
} from './read.ts';
import { requiredIn, wrappedFinding, wrapperIn } from './wrapped-body.ts';
import { repeatsFault } from './repeated-fault.ts';
import { textCandidates } from './simple-value.ts';
import { xml } from './xml-answer.ts';
import { xmlValue } from './xml-value.ts';

/** Further findings in one body say nothing new. */
const most = 25;

export const bodySchema: Check = {
  id: 'body-schema',
  title: 'MUST have a body that is valid against its documented schema',
  evaluate(operation, answer, sent) {
    const documented = documentedContent(operation, answer);
    if (documented?.media.schemaPointer === undefined) return notApplicable('no schema is documented');
    const { schemaPointer } = documented.media;
    const body: BodyOf = { operation, key: documented.response.key, schemaPointer, plan: sent?.plan };
    if (isXml(documented.media.type) && isXml(mediaType(answer) ?? '')) return xmlBody(body, answer);
    const parsed = jsonResponse(operation, answer) && json(answer);
    if (unreadCoding(answer) !== undefined && !parsed?.ok) return notApplicable('its Content-Encoding is not undone');
    if (!parsed) return plainText(body, documented, header(answer, 'content-type') ?? '', answer.body);
    if (!parsed.ok) return notApplicable('there is no JSON');
    return judgeWhole(body, answer, parsed);
  },
};

/** What a body breaks and keeps, and what it leaves open. */
function judgeWhole(body: BodyOf, answer: Answer, { value, text, exact }: Extract<Parsed, { ok: true }>): Outcome[] {
  const mayBeEmpty = isSuccess(answer) && somethingEmpty.test(text);
  const open = mayBeEmpty ? emptyLists(body.operation, body.key, body.schemaPointer, value) : [];
  return [...judge(body, value, exact), ...open];
}

/** XML is judged as the value that its schema describes, where clauses go by component. */
function xmlBody(body: BodyOf, answer: Answer): Outcome | Outcome[] {
  const { contract } = body.operation;
  const parsed = unreadCoding(answer) === undefined ? xml(answer) : undefined;
  if (parsed?.kind !== 'read' || !contract.schemaClauses || !contract.clauses.has(wholeBody(body)))
    return notApplicable('there is no XML to compare');
  const value = xmlValue(contract, body.schemaPointer, parsed.root);
  return judgeWhole(body, answer, { ok: true, value, text: JSON.stringify(value) }).map((outcome) => {
    if (outcome.kind !== 'fail') return outcome;
    // What would have been right is told of JSON, which this is not.
    const { values: { expected: _, ...values } = {}, ...finding } = outcome.finding;
    return fail({ ...finding, values });
  });
}

/** Without it there is nothing to look for: most answers are not walked for empty lists. */
const somethingEmpty = /\[\s*\]|\{\s*\}|null/;

/** Lists of errors are empty where there is nothing to list; the caller cannot make them non-empty. */
const isSuccess = ({ status }: Answer): boolean => status >= 200 && status < 300;

/** The body of one documented response, and the schema that describes it. */
interface BodyOf {
  readonly operation: Operation;
  readonly key: string;
  readonly schemaPointer: string;
  /** The request that was answered. */
  readonly plan: RequestPlan | undefined;
}

const wholeBody = ({ operation, key }: BodyOf): string => clauseIdAt(operation, ofBody(key, '', ''));

function judge(body: BodyOf, value: Json, exact: unknown): Outcome[] {
  const { schemas, schemaClauses } = body.operation.contract;
  let errors: readonly SchemaError[];
  try {
    errors = schemas.errors(body.schemaPointer, exact ?? value, { exact: exact !== undefined });
  } catch (error) {
    // What could not be found out when the document was read: too deep, or too large to compile.
    return [inconclusive(wholeBody(body), 'document', `the schema cannot be compiled: ${String(error).slice(0, 100)}`)];
  }
  const contradictory = contradictoryIn(body.operation.contract, body.schemaPointer, value, errors);
  const open = [...contradictory].map((error) => inconclusive(clauseOf(body)(error, []), 'document', contradiction));
  errors = errors.filter((error) => !contradictory.has(error));
  const wrapped = errors.length > 0 ? wrappedIn(body, value) : undefined;
  if (wrapped) return [fail(wrapped)];
  return [...open, ...(schemaClauses ? judgeByComponent(body, errors, value) : judgeByResponse(body, errors, value))];
}

const contradiction =
  'one part of its schema declares a property that another part forbids (additionalProperties: false)';

/** The finding that the documented body is inside another; undefined where it is not, or no clause is about the body as a whole. */
function wrappedIn(body: BodyOf, value: Json): Finding | undefined {
  const { schemas, clauses, document } = body.operation.contract;
  const whole = wholeBody(body);
  const required = requiredIn(document, body.schemaPointer);
  const wrapper = wrapperIn(value, required, (inner) => schemas.accepts(body.schemaPointer, inner));
  return wrapper === undefined || !clauses.has(whole) ? undefined : wrappedFinding(whole, wrapper, required);
}

/** Text that is no JSON is judged where its schema is of a simple type: as it stands, or as the type it looks like. */
function plainText(body: BodyOf, { media }: DocumentedContent, type: string, bytes: Uint8Array): Outcome | Outcome[] {
  const whole = wholeBody(body);
  const { contract } = body.operation;
  if (!/^text\/plain\s*(?:;|$)/i.test(type) || !contract.clauses.has(whole)) return notApplicable('there is no JSON');
  const text = new TextDecoder().decode(bytes);
  const schemaPointer = media.schemaPointer ?? '';
  if (textCandidates(text).some((candidate) => contract.schemas.accepts(schemaPointer, candidate))) return pass(whole);
  const [error] = contract.schemas.errors(schemaPointer, text);
  return error ? fail(bodyFinding(error, text, () => whole)) : pass(whole);
}

function judgeByComponent(body: BodyOf, errors: readonly SchemaError[], value: Json): Outcome[] {
  const { contract } = body.operation;
  const { clauses, schemaClauses } = contract;
  const whole = wholeBody(body);
  const clauseFor = componentClause(body);
  // One finding for each clause and kind: the items of a list break it alike.
  const findings = new Map<string, Finding>();
  for (const error of errors) {
    const shown = error.shared ?? error;
    const finding = asOpen(
      body,
      error,
      value,
      bodyFinding(shown, value, (_, missing) => clauseFor(error, missing)),
    );
    const name = `${finding.clause} ${finding.code}`;
    if (!findings.has(name) || findings.get(name)?.level === 'INFO') findings.set(name, finding);
  }
  const failed = new Set([...findings.values()].map(({ clause }) => clause));
  const held = new Set<string>(clauses.has(whole) && !failed.has(whole) ? [whole] : []);
  walkValue(contract, body.schemaPointer, value, (_pointer, part, applied) => {
    for (const { schema, schemaPointer } of applied)
      if (part !== null || schema[acceptsNull] !== true)
        for (const id of schemaClauses?.clausesAt(schemaPointer) ?? [])
          // That a property is for requests only is no rule for its value.
          if (!failed.has(id) && clauses.get(id)?.ref.rule !== 'writeOnly') held.add(id);
  });
  return [...[...findings.values()].slice(0, most).map(fail), ...[...held].map(pass)];
}

type ClauseFor = (error: SchemaError, missing: readonly string[]) => string;

/** The clause that an error of the body breaks. */
const clauseOf = (body: BodyOf): ClauseFor =>
  body.operation.contract.schemaClauses ? componentClause(body) : placeClause(body);

/** The clause of a keyword of a schema object, wherever answers hold it. Falls back to the body as a whole. */
const componentClause =
  (body: BodyOf): ClauseFor =>
  ({ schemaPointer, keyword }, missing) => {
    const { schemaClauses } = body.operation.contract;
    const name = keyword === 'required' ? requiredKey(missing[0] ?? '') : keyword;
    return (schemaPointer === undefined ? undefined : schemaClauses?.clauseFor(schemaPointer, name)) ?? wholeBody(body);
  };

/**
 * What the document leaves open in other words is recorded, not judged: a value that an open list does not name, null by description;
 * and what only repeats the fault of its request.
 */
function asOpen({ operation, plan }: BodyOf, error: SchemaError, value: Json, finding: Finding): Finding {
  const { keyword, schemaPointer, instancePointer } = error;
  const isDefault = policyOf(operation).statuses === 'default';
  if (isDefault && repeatsFault(plan, value, instancePointer)) return { ...finding, level: 'INFO' };
  const schema = schemaPointer === undefined ? undefined : at(operation.contract.document, schemaPointer);
  if (!isObject(schema)) return finding;
  const isOpen =
    (keyword === 'enum' && isOpenEnum(schema)) ||
    (isDefault && saysNull(schema) && at(value, instancePointer) === null);
  return isOpen ? { ...finding, level: 'INFO' } : finding;
}

function judgeByResponse(body: BodyOf, errors: readonly SchemaError[], value: Json): Outcome[] {
  const findings = errors
    .slice(0, most)
    .map((error) => asOpen(body, error, value, bodyFinding(error, value, placeClause(body))));
  const failed = new Set(findings.map(({ clause }) => clause));
  const held = bodyClauses(body.operation, body.key).filter(
    ({ id, level, ref }) => !failed.has(id) && isDecided(level, ref, value),
  );
  return [...findings.map(fail), ...held.map(({ id }) => pass(id))];
}

/** The clause of a keyword at a place; array items share the clause of `*`. Falls back to the body as a whole. */
const placeClause =
  (body: BodyOf): ClauseFor =>
  ({ keyword, instancePointer }, missing) => {
    const { operation, key } = body;
    const place = keyword === 'required' ? join(instancePointer, missing[0] ?? '') : instancePointer;
    const path = withoutIndexes(place);
    const id = clauseIdAt(operation, ofBody(key, path, path === '' && keyword === 'type' ? '' : keyword));
    return operation.contract.clauses.has(id) ? id : wholeBody(body);
  };

/** Rules of the body as a whole that other checks judge. */
const ownedByOthers = new Set(['json', 'duplicate-keys', 'undeclared', 'personal-data', 'internals', 'none']);

/** Whether a body decides a clause: its property is there, or is asked to be there. */
function isDecided(level: Level, { pointer = '', rule }: ClauseRef, value: Json): boolean {
  if (pointer === '' && rule === '') return true;
  if ((pointer === '' && ownedByOthers.has(rule)) || rule === 'unique' || level !== 'MUST') return false;
  const segments = segmentsOf(pointer);
  return reaches(value, rule === 'required' ? segments.slice(0, -1) : segments);
}

function reaches(value: Json | undefined, segments: readonly string[]): boolean {
  const [head, ...rest] = segments;
  if (head === undefined) return value !== undefined;
  if (head === '*' && Array.isArray(value)) return value.some((each) => reaches(each as Json, rest));
  return typeof value === 'object' && value !== null && reaches(at(value, `/${head}`), rest);
}
