/** What a document says of a parameter beyond its name: how it is written, its schema and its examples. */
import { at, follow, isObject, join } from '../contract/pointer.ts';
import type { Json, JsonSchema, Operation, Parameter } from '../contract/types.ts';
import { defaultStyle, type Style } from './style.ts';

export interface ParameterFormat extends Style {
  /** Pointer of the schema; undefined where the document gives none. */
  readonly schemaPointer: string | undefined;
  /** The media type by which the value is written instead of by a style (`content`). */
  readonly mediaType: string | undefined;
  /** The examples of the parameter and its media type, not those of its schema. */
  readonly examples: readonly Json[];
}

/** Reads the parameter object of a document (OpenAPI 3.0.3, Parameter Object). */
export function formatOf({ contract }: Operation, parameter: Parameter): ParameterFormat {
  const raw = follow(contract.document, parameter.pointer)?.value ?? {};
  const content = isObject(raw['content']) ? Object.keys(raw['content'])[0] : undefined;
  const media = content === undefined ? undefined : join(parameter.pointer, 'content', content);
  const holder = media === undefined ? raw : (follow(contract.document, media)?.value ?? {});
  const style = typeof raw['style'] === 'string' ? raw['style'] : defaultStyle(parameter.place);
  const pointer = join(media ?? parameter.pointer, 'schema');
  return {
    style,
    // "When style is form, the default value is true. For all other styles, the default value is false."
    explode: typeof raw['explode'] === 'boolean' ? raw['explode'] : style === 'form' || style === 'deepObject',
    allowReserved: raw['allowReserved'] === true,
    schemaPointer: at(contract.document, pointer) === undefined ? undefined : pointer,
    mediaType: content,
    examples: examplesOf(contract.document, holder),
  };
}

/** The values of `example` and `examples` of a parameter or media type, `$ref`s followed; external ones are left out. */
export function examplesOf(document: Json, holder: JsonSchema): Json[] {
  const { example, examples } = holder;
  const named = isObject(examples) ? Object.values(examples) : [];
  return [
    ...(example === undefined ? [] : [example]),
    ...named.flatMap((each) => {
      const target =
        isObject(each) && typeof each['$ref'] === 'string'
          ? follow({ each, ...(document as JsonSchema) }, '/each')?.value
          : each;
      return isObject(target) && target['value'] !== undefined ? [target['value']] : [];
    }),
  ];
}

/** Header parameters that "SHALL be ignored" (OpenAPI 3.0.3, Parameter Object): other parts of the document decide them. */
const ignoredHeaders = /^(?:accept|content-type|authorization)$/i;

/** The parameters that a request carries by itself: not what OpenAPI ignores, and not what the credential puts there. */
export function sentParameters(operation: Operation): Parameter[] {
  const schemes = operation.security.flatMap((needs) => needs.map(({ scheme }) => scheme));
  const isCredential = ({ name, place }: Parameter) =>
    schemes.some(
      (each) => each.type === 'apiKey' && each.in === place && each.parameter.toLowerCase() === name.toLowerCase(),
    );
  return operation.parameters.filter(
    (each) => !(each.place === 'header' && ignoredHeaders.test(each.name)) && !isCredential(each),
  );
}
