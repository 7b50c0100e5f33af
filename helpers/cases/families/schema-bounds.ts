import { caseOf, documented, withHeader, withPath, withQuery, withArticle } from '../case.ts';
import { text } from '../../contract/text.ts';
import { deviations } from '../values.ts';
import type { Family } from '../types.ts';
import type { RequestPlan } from '../../contract/types.ts';

export const schemaBounds: Family = {
  id: 'schema-bounds',
  title: 'Parameters outside their schema, and just inside its bounds',
  cases: (operation) =>
    operation.parameters
      .filter(({ place }) => place !== 'cookie')
      .flatMap((parameter) => {
        const { name, label, place, pointer, schema, schemaPointer = '' } = parameter;
        const set = (plan: RequestPlan, value: string) =>
          place === 'query'
            ? withQuery(plan, name, value)
            : place === 'header'
              ? withHeader(plan, name, value)
              : withPath(plan, name, encodeURIComponent(value));
        return deviations(schema, (value) =>
          operation.contract.schemas.accepts(schemaPointer, value, { direction: 'request' }),
        )
          .filter(
            ({ value }) => typeof value !== 'object' && (place !== 'header' || /^[\x20-\x7e]*$/.test(String(value))),
          )
          .map(({ keyword, sentence, value, inside }) =>
            caseOf(operation, {
              group: 'parameters',
              on: label,
              rule: keyword,
              level: inside ? 'SHOULD' : 'MUST',
              sentence: inside ? `take ${withArticle(name)} ${sentence}` : `refuse ${withArticle(name)} ${sentence}`,
              pointer,
              says: [keyword, schema],
              statuses: inside
                ? [...operation.responses.keys()].filter((key) => key !== '400' && key !== '422')
                : documented(operation, 400, 404, 422),
              subject: inside ? 'own' : 'shared',
              assumed: inside ? 'served' : 'refused',
              ...(inside ? {} : { acceptedCode: 'VALUE_ACCEPTED' as const }),
              edit: (plan) => set(plan, text(value)),
            }),
          );
      }),
};
