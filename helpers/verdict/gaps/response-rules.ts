/** Gaps about what operations answer. */
import { at, isObject, join } from '../../contract/pointer.ts';
import { operationsIn, type OperationSpot } from '../drift/compare.ts';
import type { SchemaView } from '../drift/schema-view.ts';
import { placeIn, type Gap, type GapRule, type GapSource } from './gap.ts';
import { componentOf, listed, responsesIn, schemasBelow, type ResponseSpot } from './schemas.ts';

/** Clauses of an error body where no other tells how many one has. */
const usualBody = 6;

const isError = (status: string): boolean => /^[45]/.test(status);

/** How many clauses a body has that is described: the most of any error of the document. */
function clausesOfBody(source: GapSource, responses: readonly ResponseSpot[]): number {
  const counts = responses
    .filter(({ status }) => isError(status))
    .map(({ schemas }) =>
      schemasBelow(source.document, schemas).reduce((sum, { view }) => sum + 1 + view.required.size, 0),
    );
  return Math.max(usualBody, ...counts);
}

/** A documented status without a body schema. */
export const noSchema: GapRule = (source) => {
  const responses = responsesIn(source.document);
  const adds = clausesOfBody(source, responses);
  return responses.flatMap(({ operation, status, pointer, value, schemas }): Gap[] => {
    const content = isObject(value['content']) ? Object.keys(value['content']) : [];
    const described = schemas.some((schema) => Object.keys(at(source.document, schema) ?? {}).length > 0);
    if (described || /^(1|3|204|205)/.test(status) || content.some((type) => !/json/i.test(type))) return [];
    return [
      {
        code: isError(status) || status === 'default' ? 'no-error-schema' : 'no-success-schema',
        at: placeIn(source, pointer),
        says: `${status} of ${operation.name} has no schema`,
        question: `What is the schema of the body of ${status} of ${operation.name}, and which of its properties are always present?`,
        adds,
      },
    ];
  });
};

/** Failures that any operation can have and that this one says nothing about. */
export const missingStatuses: GapRule = (source) => {
  const responses = responsesIn(source.document);
  const adds = clausesOfBody(source, responses);
  return [...operationsIn(source.document).values()].flatMap((operation): Gap[] => {
    const own = responses.filter((each) => each.operation.pointer === operation.pointer).map(({ status }) => status);
    if (own.includes('default')) return [];
    const has = (...wanted: readonly string[]) =>
      wanted.some((each) => own.includes(each) || own.includes(`${each[0]}XX`));
    const missing = [
      ...(has('500') ? [] : ['500']),
      ...(isSecured(source, operation) && !has('401') ? ['401'] : []),
      ...(/\{[^}]+\}/.test(operation.path) && !has('404') ? ['404'] : []),
      ...(takesInput(operation) && !has('400', '422') ? ['400'] : []),
    ];
    return missing.map((status) => ({
      code: 'missing-status',
      at: placeIn(source, join(operation.pointer, 'responses')),
      says: `${operation.name} does not document ${status}`,
      question: `${when[status] ?? ''} what does ${operation.name} answer: which status, and which body?`,
      adds,
    }));
  });
};

const when: Readonly<Record<string, string>> = {
  '500': 'When the service itself fails,',
  '401': 'Without or with a wrong credential,',
  '404': 'For an unknown id,',
  '400': 'For an invalid request,',
};

function isSecured({ document }: GapSource, { value }: OperationSpot): boolean {
  const list = value['security'] ?? document['security'];
  return Array.isArray(list) && list.some((each) => isObject(each) && Object.keys(each).length > 0);
}

const takesInput = ({ value }: OperationSpot): boolean =>
  value['requestBody'] !== undefined || (Array.isArray(value['parameters']) && value['parameters'].length > 0);

/** An error for which only a text for people is documented, while a program can distinguish the others. */
export const untypedErrors: GapRule = (source) => {
  const errors = responsesIn(source.document).filter(({ status, schemas }) => isError(status) && schemas.length > 0);
  const typed = errors.filter((each) => isTyped(source, each));
  if (typed.length === 0) return [];
  const example = typed[0];
  return errors
    .filter((each) => !isTyped(source, each))
    .map(({ operation, status, pointer }) => ({
      code: 'untyped-error',
      at: placeIn(source, pointer),
      says: `${status} of ${operation.name} has a human-readable message and no machine-readable code (${example?.status ?? ''} has)`,
      question: `How can a program distinguish the causes of ${status} of ${operation.name}? Which code or type does its body have, and with which values?`,
      adds: 2,
    }));
};

/** Some property of the error has fixed values. */
const isTyped = ({ document }: GapSource, { schemas }: ResponseSpot): boolean =>
  schemasBelow(document, schemas).some(({ view }) => view.keywords.has('enum') || view.keywords.has('const'));

/** A rate limit that does not say when to come again. */
export const noRetryAfter: GapRule = (source) =>
  responsesIn(source.document).flatMap(({ operation, status, pointer, value }) => {
    const headers = isObject(value['headers']) ? Object.keys(value['headers']).map((name) => name.toLowerCase()) : [];
    if (status !== '429' || headers.some((name) => name === 'retry-after' || name.includes('ratelimit'))) return [];
    return [
      {
        code: 'no-retry-after',
        at: placeIn(source, pointer),
        says: `429 of ${operation.name} documents no header that states when to retry`,
        question: `Which headers come with 429 of ${operation.name} (Retry-After, rate limit), and in which form?`,
        adds: 2,
      },
    ];
  });

/** Strings of answers with neither a format nor a set of values, by the component they stand in. */
export const freeStrings: GapRule = (source) =>
  byComponent(
    source,
    ({ types, keywords }) =>
      types?.length === 1 &&
      types[0] === 'string' &&
      !['enum', 'const', 'format', 'pattern'].some((key) => keywords.has(key)),
  ).map(({ names, components, pointers, adds }) => ({
    code: 'free-string',
    at: placeIn(source, ...pointers),
    says: `${listed(names)} of ${listed(components)}: strings of any form`,
    question: `Which form or which values do ${listed(names)} of ${listed(components)} have (format, pattern or enum, least and greatest length)?`,
    adds,
  }));

/** Numbers of answers without bounds, by the component they stand in. */
export const unboundedNumbers: GapRule = (source) =>
  byComponent(
    source,
    ({ types, keywords }) =>
      (types?.includes('number') === true || types?.includes('integer') === true) &&
      !['enum', 'const', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'].some((key) => keywords.has(key)),
  ).map(({ names, components, pointers, adds }) => ({
    code: 'no-bounds',
    at: placeIn(source, ...pointers),
    says: `${listed(names)} of ${listed(components)}: numbers without bounds`,
    question: `What are the least and the greatest value of ${listed(names)} of ${listed(components)}, and in which unit?`,
    adds,
  }));

/** Objects that do not say which of their properties are always there. */
export const noRequired: GapRule = (source) => {
  const roots = responsesIn(source.document).flatMap(({ schemas }) => schemas);
  return schemasBelow(source.document, roots).flatMap(({ view }) => {
    if (view.properties.size === 0 || view.required.size > 0) return [];
    const names = [...view.properties.keys()];
    return [
      {
        code: 'no-required',
        at: placeIn(source, view.pointer),
        says: `${componentOf(view.pointer)} does not state which of its properties are always present`,
        question: `Which of ${listed(names)} are always there in ${componentOf(view.pointer)}?`,
        adds: names.length * Math.max(1, source.weightOf(view.pointer)),
      },
    ];
  });
};

interface Named {
  readonly names: readonly string[];
  /** Components that have exactly these, one place of each. */
  readonly components: readonly string[];
  readonly pointers: readonly string[];
  readonly adds: number;
}

/** Schemas of answers that have a name and that a test picks: components in which the same names are picked are one. */
function byComponent(source: GapSource, picks: (view: SchemaView) => boolean): Named[] {
  const roots = responsesIn(source.document).flatMap(({ schemas }) => schemas);
  const found = new Map<string, { names: string[]; pointer: string; adds: number }>();
  for (const { name, view } of schemasBelow(source.document, roots)) {
    if (name === '' || !picks(view)) continue;
    const component = componentOf(view.pointer);
    const known = found.get(component) ?? { names: [], pointer: view.pointer, adds: 0 };
    known.names.push(name);
    known.adds += Math.max(1, source.weightOf(view.pointer));
    found.set(component, known);
  }
  const groups = new Map<string, Named>();
  for (const [component, { names, pointer, adds }] of found) {
    const known = groups.get(names.join(' '));
    groups.set(names.join(' '), {
      names,
      components: [...(known?.components ?? []), component],
      pointers: [...(known?.pointers ?? []), pointer],
      adds: (known?.adds ?? 0) + adds,
    });
  }
  return [...groups.values()];
}
