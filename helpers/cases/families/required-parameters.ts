import { parameterSays } from '../../contract/parameters.ts';
import { policyOf } from '../../contract/status-oracle.ts';
import type { Operation, Parameter, RequestPlan } from '../../contract/types.ts';
import { anyStatus, caseOf, withArticle } from '../case.ts';
import { textIn, withHeader, withParameter, withQuery } from '../edit.ts';
import { listed, rejectionOf } from '../oracle.ts';
import { sentParameters } from '../parameter.ts';
import type { Case, Expectation, Family, TestData } from '../types.ts';
import { accepts } from '../valid.ts';

export const requiredParameters: Family = {
  id: 'required-parameters',
  title: 'Required query parameters, headers and cookies that are absent, empty, unknown or given twice',
  cases: (operation) =>
    sentParameters(operation)
      .filter(({ required, place }) => required && place !== 'path')
      .flatMap((parameter) =>
        parameter.role === 'tenant' ? tenantCases(operation, parameter) : plainCases(operation, parameter),
      ),
};

interface Fault {
  readonly rule: string;
  readonly level: Case['expect']['clause']['level'];
  readonly sentence: string;
  readonly statuses: readonly string[];
  readonly acceptedCode?: Expectation['acceptedCode'];
  readonly edit: (plan: RequestPlan, data: TestData) => RequestPlan;
}

const caseFor = (operation: Operation, parameter: Parameter, { acceptedCode, ...fault }: Fault): Case =>
  caseOf(operation, {
    ...fault,
    group: 'parameters',
    on: parameter.label,
    pointer: parameter.pointer,
    says: parameterSays(parameter),
    ...(acceptedCode && { answers: { acceptedCode } }),
    // What is only recorded may be served, and so change what the rejected cases share.
    ...(fault.level === 'INFO' && { runs: { resource: 'own' } }),
  });

/** Sets the text of a parameter that is one text, whatever its schema. */
const setText = ({ name, place }: Parameter, plan: RequestPlan, text: string): RequestPlan =>
  place === 'query'
    ? withQuery(plan, name, text)
    : place === 'header'
      ? withHeader(plan, name, text)
      : {
          ...plan,
          cookies: [...(plan.cookies ?? []).filter(([each]) => each !== name), [name, encodeURIComponent(text)]],
        };

/** Not of any form that an id has, and what is put into a query or a log unescaped. */
const oddText = `o'conformance"${'x'.repeat(100)}`;

/** The documents do not say how a missing or unknown organization is rejected, only that it is not served. */
function tenantCases(operation: Operation, parameter: Parameter): Case[] {
  const { name } = parameter;
  const { level, statuses } = rejectionOf(operation, 'other-tenant');
  const about = (
    rule: string,
    sentence: string,
    acceptedCode: Expectation['acceptedCode'],
    edit: Fault['edit'],
  ): Case => caseFor(operation, parameter, { rule, level, sentence, statuses, acceptedCode, edit });
  const statusText = listed(statuses);
  return [
    about('required', `reject a request without ${name} (${statusText})`, 'REQUIRED_PARAMETER_IGNORED', (plan) =>
      withParameter(plan, operation, parameter, undefined),
    ),
    ...(parameter.allowEmptyValue
      ? []
      : [
          about('empty', `reject an empty ${name}`, 'REQUIRED_PARAMETER_IGNORED', (plan) =>
            setText(parameter, plan, ''),
          ),
        ]),
    about('unknown', `reject an unknown ${name}`, 'TENANT_IGNORED', (plan, data) =>
      setText(parameter, plan, data.unknown(name, operation, textIn(plan, parameter))),
    ),
    about('malformed', `reject ${withArticle(name)} of 100 characters with quotes`, 'TENANT_IGNORED', (plan) =>
      setText(parameter, plan, oddText),
    ),
    ...(parameter.place === 'query' ? [repeated(operation, parameter)] : []),
  ];
}

function plainCases(operation: Operation, parameter: Parameter): Case[] {
  const { name, place, schemaPointer } = parameter;
  const isComplete = policyOf(operation).statuses === 'complete';
  const isText = isComplete || isOneText(parameter);
  const isId = /id$/i.test(name);
  const missing = rejectionOf(operation, 'required');
  const absent = caseFor(operation, parameter, {
    ...missing,
    rule: 'required',
    sentence: `reject a request without ${name} (${listed(missing.statuses)})`,
    acceptedCode: 'REQUIRED_PARAMETER_IGNORED',
    edit: (plan) => withParameter(plan, operation, parameter, undefined),
  });
  // OpenAPI 3.0.3: what does not say allowEmptyValue must not be empty. By default the schema decides.
  const mayBeEmpty =
    parameter.allowEmptyValue ||
    (!isComplete && (schemaPointer === undefined || accepts(operation.contract, schemaPointer, '')));
  const empty = caseFor(operation, parameter, {
    ...rejectionOf(operation, 'empty-parameter'),
    rule: 'empty',
    sentence: `reject an empty ${name}`,
    acceptedCode: 'REQUIRED_PARAMETER_IGNORED',
    edit: (plan) => setText(parameter, plan, ''),
  });
  const recorded = (rule: string, sentence: string, edit: Fault['edit']) =>
    caseFor(operation, parameter, {
      rule,
      level: 'INFO',
      sentence: `how ${sentence} is answered`,
      statuses: anyStatus,
      edit,
    });
  const unknown = recorded('unknown', `an unknown ${name}`, (plan, data) =>
    setText(parameter, plan, data.unknown(name, operation, textIn(plan, parameter))),
  );
  const malformed = recorded('malformed', `${withArticle(name)} of 100 characters with quotes`, (plan) =>
    setText(parameter, plan, oddText),
  );
  return [
    absent,
    ...(isText && !mayBeEmpty ? [empty] : []),
    ...(isComplete || (isId && isText) ? [unknown] : []),
    ...(isId && isText ? [malformed] : []),
    ...(place === 'query' && isText ? [repeated(operation, parameter)] : []),
  ];
}

const repeated = (operation: Operation, parameter: Parameter): Case =>
  caseFor(operation, parameter, {
    rule: 'repeated',
    level: 'INFO',
    sentence: `how ${withArticle(parameter.name)} given twice is answered`,
    statuses: anyStatus,
    edit: (plan) => {
      const text = textIn(plan, parameter);
      return withQuery(plan, parameter.name, text, text);
    },
  });

const isOneText = ({ schema: { type } }: Parameter): boolean => type !== 'array' && type !== 'object';
