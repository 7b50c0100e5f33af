import { clauseIdAt, ofHeader } from '../contract/clause.ts';
import { responseFor } from '../contract/operations.ts';
import { join } from '../contract/pointer.ts';
import { text } from '../contract/text.ts';
import type { Check } from '../contract/types.ts';
import { fail, notApplicable, pass, recorded } from './outcome.ts';
import { header } from './read.ts';

export const responseHeaders: Check = {
  id: 'response-headers',
  title: 'MUST have the documented headers with documented values',
  evaluate(operation, answer) {
    const response = responseFor(operation, answer.status);
    if (!response || response.headers.length === 0) return notApplicable('no headers are documented');
    return response.headers.flatMap(({ name, level, valueRule, pointer, schema }) => {
      const clause = clauseIdAt(operation, ofHeader(response.key, name.toLowerCase()));
      const valueClause = clauseIdAt(operation, ofHeader(response.key, name.toLowerCase(), valueRule));
      const value = header(answer, name);
      const at = `header:${name.toLowerCase()}`;
      if (value === undefined && level === 'INFO') return recorded(clause, 'absent');
      if (value === undefined)
        return fail({
          code: 'HEADER_ABSENT',
          clause,
          at,
          expected: `${name} present`,
          actual: 'absent',
          values: { expected: { kind: 'present', anyOf: [name] } },
        });
      const numeric = schema['type'] === 'integer' || schema['type'] === 'number';
      const valid = operation.contract.validator(join(pointer, 'schema'))(
        numeric && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value,
      );
      const isThere = valueClause === clause ? [] : [pass(clause)];
      if (valid) return [...isThere, pass(valueClause)];
      const finding = fail({
        code: 'HEADER_VALUE',
        clause: valueClause,
        at,
        expected: `${text(schema['type'] ?? 'a documented value')}${schema['minimum'] === undefined ? '' : `, at least ${text(schema['minimum'])}`}`,
        actual: /^[\w.: -]{1,40}$/.test(value) ? value : `${value.length} characters`,
      });
      return [...isThere, finding];
    });
  },
};
