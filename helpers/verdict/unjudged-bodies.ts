/** Documented schemas that are applied to no answer: what they promise is said aloud rather than left out. */
import { coversJson, essenceOf, isXml } from '../contract/media-type.ts';
import { follow } from '../contract/pointer.ts';
import type { Contract, MediaType } from '../contract/types.ts';

/**
 * One line for each media type whose bodies a contract describes by a schema of objects or lists and that is neither JSON nor (where clauses
 * go by component) XML: such answers are judged by status, headers and Content-Type.
 */
export function unjudgedBodies({ file, document, operations, schemaClauses }: Contract): string[] {
  const counts = new Map<string, number>();
  for (const { responses } of operations.values())
    for (const { content } of responses.values())
      // Where JSON is documented beside it, JSON is what is accepted.
      for (const media of content.some(({ type }) => coversJson(type)) ? [] : content)
        if (isUnjudged(media, document) && !(schemaClauses && isXml(media.type))) {
          const type = essenceOf(media.type) ?? media.type;
          counts.set(type, (counts.get(type) ?? 0) + 1);
        }
  return [...counts].map(
    ([type, count]) =>
      `${file}: bodies of ${type} (${count} ${count === 1 ? 'response' : 'responses'}) are not compared with their schemas, only JSON${schemaClauses ? ' and XML are' : ' is'}`,
  );
}

function isUnjudged({ schemaPointer }: MediaType, document: Contract['document']): boolean {
  const schema = schemaPointer === undefined ? undefined : follow(document, schemaPointer)?.value;
  return ['properties', 'items', 'allOf', 'anyOf', 'oneOf'].some((keyword) => schema?.[keyword] !== undefined);
}
