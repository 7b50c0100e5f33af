/** What a document says of the values of a parameter beyond its schema. */
import { follow, isObject, join } from '../contract/pointer.ts';
import type { Json, Operation, Parameter } from '../contract/types.ts';

/** The values of `example` and `examples` of a parameter or media type, `$ref`s followed; external ones are left out. */
export function examplesAt(document: Json, pointer: string): Json[] {
  const holder = follow(document, pointer)?.value;
  if (!holder) return [];
  const { example, examples } = holder;
  const own = follow(document, pointer)?.pointer ?? pointer;
  return [
    ...(example === undefined ? [] : [example]),
    ...Object.keys(isObject(examples) ? examples : {}).flatMap((name) => {
      const value = follow(document, join(own, 'examples', name))?.value['value'];
      return value === undefined ? [] : [value];
    }),
  ];
}

/** The examples of a parameter and of the media type in which it is written, not those of its schema. */
export function examplesOf({ contract: { document } }: Operation, { pointer, mediaType }: Parameter): Json[] {
  return mediaType === undefined
    ? examplesAt(document, pointer)
    : examplesAt(document, join(pointer, 'content', mediaType));
}

/** The parameters that a request carries by itself: not what the credential puts there. */
export function sentParameters(operation: Operation): Parameter[] {
  const schemes = operation.security.flatMap((needs) => needs.map(({ scheme }) => scheme));
  const isCredential = ({ name, place }: Parameter) =>
    schemes.some(
      (each) => each.type === 'apiKey' && each.in === place && each.parameter.toLowerCase() === name.toLowerCase(),
    );
  return operation.parameters.filter((each) => !isCredential(each));
}
