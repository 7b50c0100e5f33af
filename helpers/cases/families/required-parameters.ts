import { parameterSays } from '../../contract/parameters.ts';
import type { Operation, Parameter, RequestPlan } from '../../contract/types.ts';
import { anyStatus, caseOf, documented, withHeader, withQuery, withArticle } from '../case.ts';
import type { Family } from '../types.ts';

export const requiredParameters: Family = {
  id: 'required-parameters',
  title: 'Required query parameters and headers that are absent, empty, unknown or given twice',
  cases: (operation) =>
    operation.parameters
      .filter(({ required, place }) => required && (place === 'query' || place === 'header'))
      .flatMap((parameter) => casesOf(operation, parameter)),
};

function casesOf(operation: Operation, parameter: Parameter) {
  const { name, label, place, pointer, role } = parameter;
  const tenant = role === 'tenant';
  // The documents do not say how a missing or unknown organization is refused, only that it is not served.
  const refusals = tenant ? documented(operation, 400, 401, 403, 404) : documented(operation, 400, 422);
  const set =
    (...values: readonly string[]) =>
    (plan: Parameters<typeof withQuery>[0]) =>
      place === 'query' ? withQuery(plan, name, ...values) : withHeader(plan, name, values[0]);
  const about = { pointer, says: parameterSays(parameter) };
  const absent = caseOf(operation, {
    ...about,
    group: 'parameters',
    on: label,
    rule: 'required',
    level: 'MUST',
    sentence: `refuse a request without ${name} (${refusals.join(' or ')})`,
    statuses: refusals,
    acceptedCode: 'REQUIRED_PARAMETER_IGNORED',
    edit: set(),
  });
  const empty = caseOf(operation, {
    ...about,
    group: 'parameters',
    on: label,
    rule: 'empty',
    // OpenAPI 3.0.3: what does not say allowEmptyValue must not be empty.
    level: 'MUST',
    sentence: `refuse an empty ${name}`,
    statuses: tenant ? refusals : documented(operation, 400, 404, 422),
    acceptedCode: 'REQUIRED_PARAMETER_IGNORED',
    edit: set(''),
  });
  const unknown = caseOf(operation, {
    ...about,
    group: 'parameters',
    on: label,
    rule: 'unknown',
    level: tenant ? 'MUST' : 'INFO',
    sentence: tenant
      ? `refuse ${withArticle(name)} that names nothing`
      : `how ${withArticle(name)} that names nothing is answered`,
    statuses: tenant ? refusals : anyStatus,
    subject: tenant ? 'shared' : 'own',
    ...(tenant && { acceptedCode: 'TENANT_IGNORED' as const }),
    edit: (plan, data) => set(data.unknown(name, operation, valueIn(plan, name)))(plan),
  });
  // Not of any form that an id has, and what is put into a query or a log unescaped.
  const odd = `o'conformance"${'x'.repeat(100)}`;
  const malformed = caseOf(operation, {
    ...about,
    group: 'parameters',
    on: label,
    rule: 'malformed',
    level: tenant ? 'MUST' : 'INFO',
    sentence: tenant
      ? `refuse ${withArticle(name)} of 100 characters with quotes`
      : `how ${withArticle(name)} of 100 characters with quotes is answered`,
    statuses: tenant ? refusals : anyStatus,
    subject: tenant ? 'shared' : 'own',
    ...(tenant && { acceptedCode: 'TENANT_IGNORED' as const }),
    edit: set(odd),
  });
  const twice = caseOf(operation, {
    ...about,
    group: 'parameters',
    on: label,
    rule: 'repeated',
    level: 'INFO',
    sentence: `how ${withArticle(name)} given twice is answered`,
    statuses: anyStatus,
    subject: 'own',
    edit: (plan) => set(valueIn(plan, name), valueIn(plan, name))(plan),
  });
  const isId = tenant || /id$/i.test(name);
  return [
    absent,
    ...(parameter.allowEmptyValue ? [] : [empty]),
    unknown,
    ...(isId ? [malformed] : []),
    ...(place === 'query' ? [twice] : []),
  ];
}

const valueIn = ({ query, headers }: RequestPlan, name: string): string =>
  [...query, ...headers].find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1] ?? '';
