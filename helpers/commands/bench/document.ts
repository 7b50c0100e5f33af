/** A document of any size: as many reads of things as asked for, which `tests/bench/mock.ts` serves. */

const operation = (index: number) => ({
  get: {
    operationId: `getThing${index}`,
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' }, example: 'a' }],
    responses: {
      200: { description: 'a thing', content: { 'application/json': { schema: ref('schemas/Thing') } } },
      404: { description: 'unknown', content: { 'application/json': { schema: ref('schemas/Problem') } } },
    },
  },
});

const ref = (to: string) => ({ $ref: `#/components/${to}` });

/** An OpenAPI 3.0 document with this many operations. */
export const documentOf = (operations: number): object => ({
  openapi: '3.0.3',
  info: { title: `bench ${operations}`, version: '1' },
  servers: [{ url: '/' }],
  paths: Object.fromEntries(
    Array.from({ length: operations }, (_, index) => [`/things-${index}/{id}`, operation(index)]),
  ),
  components: {
    schemas: {
      Thing: {
        type: 'object',
        required: ['id', 'name', 'count'],
        properties: { id: { type: 'string' }, name: { type: 'string' }, count: { type: 'integer' } },
      },
      Problem: { type: 'object', required: ['message'], properties: { message: { type: 'string' } } },
    },
  },
});
