/** What moved, in words that every drift report shares. */
import type { Json } from '../contract/types.ts';
import type { Change, ChangePlace } from '../verdict/drift/change.ts';
import type { MovedThing } from '../verdict/drift/moved.ts';
import { count, oneLine } from './wording.ts';

type Described = Pick<Change, 'rule' | 'places' | 'from' | 'to'>;

/** `404 /data/status of DELETE /notes/{noteId}`; where it is about the document as a whole, `the document`. */
export function placeWords({ operation, side, status, group, pointer }: ChangePlace): string {
  if (operation === '') return pointer === undefined ? 'the document' : `${group ?? ''} ${pointer.slice(1)}`.trim();
  const what =
    side === 'operation'
      ? ''
      : group === 'parameters'
        ? `parameter ${(pointer ?? '').slice(1)}`
        : group === 'headers'
          ? `header ${(pointer ?? '').slice(1)}`
          : group === 'security'
            ? 'security'
            : pointer !== undefined && pointer !== ''
              ? pointer
              : group === 'body'
                ? 'body'
                : '';
  const where = [side === 'response' ? status : side === 'request' && group === 'body' ? 'request' : undefined, what];
  const place = where.filter((part) => part !== undefined && part !== '').join(' ');
  return place === '' ? operation : `${place} of ${operation}`;
}

/** `response required property removed: sizeKb, at 200 /data/sizeKb of DELETE …, and 2 other places`. */
export function changeWords({ rule, places, from, to }: Described): string {
  const [first, ...others] = places;
  const values = valueWords(from, to);
  const more = others.length > 0 ? `, and ${count(others.length, 'other place')}` : '';
  return oneLine(`${rule.replaceAll('-', ' ')}${values === '' ? '' : `: ${values}`}, at ${placeWords(first)}${more}`);
}

/** `"a" → "b"`, or the one value there is. Long texts are cut. */
export function valueWords(from: Json | undefined, to: Json | undefined): string {
  const show = (value: Json) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return oneLine(text.length > 80 ? `${text.slice(0, 79)}…` : text);
  };
  if (from !== undefined && to !== undefined) return `${show(from)} → ${show(to)}`;
  return from !== undefined ? show(from) : to !== undefined ? show(to) : '';
}

/** `3 clauses vanish (books-v1/…), 1 appears (…)`; empty where none moves. */
export function clauseWords({ clauses }: MovedThing): string {
  const kinds = [
    ['vanish', 'vanishes', clauses.vanish],
    ['appear', 'appears', clauses.appear],
    ['tighten', 'tightens', clauses.tighten],
    ['loosen', 'loosens', clauses.loosen],
    ['change', 'changes', clauses.alter],
    ['deviate', 'deviates', clauses.deviate],
  ] as const;
  return kinds
    .filter(([, , ids]) => ids.length > 0)
    .map(([many, one, ids]) => {
      const shown = ids.slice(0, 2).join(', ');
      return `${count(ids.length, 'clause')} ${ids.length === 1 ? one : many} (${shown}${ids.length > 2 ? ', …' : ''})`;
    })
    .join('; ');
}

/** `2 breaking, 1 additive, 3 editorial`; `nothing moved` where there is nothing. */
export function tallyWords(things: readonly Pick<MovedThing, 'severity'>[]): string {
  const of = (severity: MovedThing['severity']) => things.filter((each) => each.severity === severity).length;
  const parts = (['breaking', 'additive', 'editorial'] as const)
    .filter((each) => of(each) > 0)
    .map((each) => `${of(each)} ${each}`);
  return parts.length === 0 ? 'nothing moved' : parts.join(', ');
}
