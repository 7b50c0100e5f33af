/** Clauses of bodies by response (`x-clauses: by-response`): each response has its own, for all that its schema leads to. */
import { ofBody, type Clause } from '../clause.ts';
import { isJson } from '../media-type.ts';
import type { Operation, ResponseSpec } from '../operation.ts';
import { schemaNodes } from '../schema-nodes.ts';
import { text } from '../text.ts';
import { clauseOf } from './clause-of.ts';
import { schemaPromises, typePromise, type SchemaPromise } from './schema-clauses.ts';

const nothing: ReadonlySet<string> = new Set();

/** The clauses of the JSON bodies of one response, down to required properties, types, enums and formats. */
export function bodyClausesByResponse(operation: Operation, { key, content }: ResponseSpec): Clause[] {
  return content.flatMap(({ type, schemaPointer }) =>
    isJson(type) && schemaPointer !== undefined ? bodyClauses(operation, key, schemaPointer) : [],
  );
}

function bodyClauses(operation: Operation, key: string, root: string): Clause[] {
  const clauses = new Map<string, Clause>();
  for (const node of schemaNodes(operation.contract.document, root)) {
    if (node.choice) continue;
    const add = ({ path, rule, ...said }: Omit<SchemaPromise, 'keyword'>) => {
      const decidedBy = rule === 'unique' ? 'run' : 'response';
      const clause = clauseOf(operation, { ...said, place: ofBody(key, path, rule), decidedBy });
      if (!clauses.has(clause.id)) clauses.set(clause.id, clause);
    };
    const { path, pointer, schema } = node;
    const type = typePromise(node);
    if (path !== '') {
      if (type) add(type);
    } else {
      const sentence = `${key} has a body of the documented shape (${schema['type'] === undefined ? 'any type' : text(schema['type'])})`;
      add({ path, rule: '', level: 'MUST', sentence, pointer, says: schema['type'] ?? 'any' });
    }
    for (const promise of schemaPromises(node, nothing)) add(promise);
  }
  return [...clauses.values()];
}
