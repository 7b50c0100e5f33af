/** Names of operations, unique within their document and free of slashes: the second part of every clause id. */
import { createHash } from 'node:crypto';

/** What an operation's name is made of. */
export interface Named {
  /** Upper or lower case. */
  readonly method: string;
  /** As documented, with `{names}`. */
  readonly path: string;
  /** `operationId` of the document. */
  readonly operationId?: string | undefined;
  /** `x-id` of the overlay: taken as it is. */
  readonly given?: string | undefined;
}

/**
 * One name for each operation, in their order: `x-id`; else the whole `operationId`, where no other operation has the same;
 * else `METHOD-path`. Where that is duplicated (`/a-b` and `/a/b`), a hash of method and path tells them apart.
 * Names depend on the operations, not on their order.
 */
export function operationNames(operations: readonly Named[]): string[] {
  const steps = [
    ({ given, operationId }: Named) => given ?? (operationId === undefined ? '' : plain(operationId)),
    ({ method, path }: Named) => plain(`${method.toUpperCase()}-${path}`),
    ({ method, path }: Named) => `${plain(`${method.toUpperCase()}-${path}`)}-${digest(`${method} ${path}`)}`,
  ];
  let names = operations.map((): string => '');
  for (const step of steps) {
    const counts = countsOf(names);
    names = names.map((name, index) => {
      const operation = operations[index];
      return operation !== undefined && (name === '' || (counts.get(name) ?? 0) > 1) ? step(operation) : name;
    });
  }
  return names;
}

function countsOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** Letters, digits, `.`, `_` and `-` only. */
const plain = (text: string): string =>
  text
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')
    .replaceAll(/-{2,}/g, '-')
    .replaceAll(/^-|-$/g, '');

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 6);
