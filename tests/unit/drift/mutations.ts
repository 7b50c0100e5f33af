/** One document, and changes of it one at a time: each with the rule and severity it has to be. */
import { parse } from 'yaml';
import type { JsonSchema } from '../../../helpers/contract/types.ts';
import type { Severity } from '../../../helpers/verdict/drift/change.ts';

export const baseText = `openapi: 3.0.3
info: { title: Books, description: An API of books, version: '1.0' }
servers: [{ url: https://api.books.example/v1 }]
paths:
  /books:
    get:
      summary: List books
      tags: [books]
      parameters:
        - { name: page, in: query, required: false, description: Which page, schema: { type: integer, minimum: 1, maximum: 100 } }
        - { name: sort, in: query, required: true, schema: { type: string, enum: [title, author] } }
        - { name: X-Tenant, in: header, required: false, schema: { type: string } }
      responses:
        '200':
          description: The books
          headers:
            X-Total: { required: true, schema: { type: integer } }
          content:
            application/json:
              schema: { type: array, items: { $ref: '#/components/schemas/Book' } }
        '404': { description: None, content: { application/json: { schema: { $ref: '#/components/schemas/Error' } } } }
    post:
      operationId: addBook
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: '#/components/schemas/NewBook' }
      responses:
        '201': { description: Added, content: { application/json: { schema: { $ref: '#/components/schemas/Book' } } } }
      security: [{ key: [] }]
  /books/{bookId}:
    get:
      parameters:
        - { name: bookId, in: path, required: true, schema: { type: string } }
      responses:
        '200': { description: A book, content: { application/json: { schema: { $ref: '#/components/schemas/Book' } } } }
      security: [{ key: [] }]
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
    token: { type: http, scheme: bearer }
  schemas:
    Book:
      type: object
      required: [id, title]
      properties:
        id: { type: string, description: Its id }
        title: { type: string, maxLength: 200 }
        state: { type: string, enum: [new, used] }
        pages: { type: integer }
        notes: { type: string, nullable: true }
        related: { type: array, items: { $ref: '#/components/schemas/Book' } }
    NewBook:
      type: object
      required: [title]
      properties:
        title: { type: string, maxLength: 200 }
        state: { type: string, enum: [new, used] }
        price: { type: number, minimum: 0 }
    Error:
      type: object
      required: [code]
      properties:
        code: { type: string }
`;

export interface Mutation {
  readonly from: string;
  readonly to: string;
  /** Every rule with its severity that has to come out, and no other. */
  readonly rules: readonly (readonly [string, Severity])[];
  /** Where oasdiff sees it otherwise: what it says, and why we do not. */
  readonly oasdiff?: { readonly says: readonly string[]; readonly because: string };
}

const one = (from: string, to: string, rule: string, severity: Severity, oasdiff?: Mutation['oasdiff']): Mutation => ({
  from,
  to,
  rules: [[rule, severity]],
  ...(oasdiff && { oasdiff }),
});
const wording = { says: [], because: 'wording is no matter of oasdiff' };

export const mutations: readonly Mutation[] = [
  // Answers.
  {
    from: 'required: [id, title]\n      properties:\n        id: { type: string, description: Its id }\n',
    to: 'required: [title]\n      properties:\n',
    rules: [['response-required-property-removed', 'breaking']],
  },
  one('        pages: { type: integer }\n', '', 'response-optional-property-removed', 'breaking', {
    says: ['response-optional-property-removed'],
    because: 'a reader of an optional property loses it all the same; uses.yaml says who reads it',
  }),
  one(
    '        pages: { type: integer }\n',
    '        pages: { type: integer }\n        weight: { type: number }\n',
    'response-optional-property-added',
    'additive',
  ),
  one(
    'state: { type: string, enum: [new, used] }\n        pages',
    'state: { type: string, enum: [new, used, lost] }\n        pages',
    'response-property-enum-value-added',
    'additive',
    {
      says: ['response-property-enum-value-added'],
      because: 'a value more is additive (issue 16)',
    },
  ),
  one(
    'state: { type: string, enum: [new, used] }\n        pages',
    'state: { type: string, enum: [new] }\n        pages',
    'response-property-enum-value-removed',
    'additive',
  ),
  one('required: [id, title]', 'required: [id]', 'response-property-became-optional', 'breaking'),
  one('required: [id, title]', 'required: [id, title, pages]', 'response-property-became-required', 'additive'),
  one('pages: { type: integer }', 'pages: { type: string }', 'response-property-type-changed', 'breaking'),
  one('pages: { type: integer }', 'pages: { type: number }', 'response-property-type-generalized', 'breaking'),
  one(
    'id: { type: string, description: Its id }',
    'id: { type: string, format: uuid, description: Its id }',
    'response-property-type-specialized',
    'additive',
  ),
  one(
    'pages: { type: integer }',
    'pages: { type: integer, nullable: true }',
    'response-property-became-nullable',
    'breaking',
  ),
  one(
    'notes: { type: string, nullable: true }',
    'notes: { type: string }',
    'response-property-became-not-nullable',
    'additive',
  ),
  one(
    'id: { type: string, description: Its id }\n        title: { type: string, maxLength: 200 }',
    'id: { type: string, description: Its id }\n        title: { type: string, maxLength: 100 }',
    'response-property-max-length-decreased',
    'additive',
  ),
  one(
    'id: { type: string, description: Its id }\n        title: { type: string, maxLength: 200 }',
    'id: { type: string, description: Its id }\n        title: { type: string, maxLength: 300 }',
    'response-property-max-length-increased',
    'breaking',
  ),
  one(
    'id: { type: string, description: Its id }\n        title: { type: string, maxLength: 200 }',
    'id: { type: string, description: Its id }\n        title: { type: string }',
    'response-property-max-length-unset',
    'breaking',
  ),
  one(
    "        '404': { description: None, content: { application/json: { schema: { $ref: '#/components/schemas/Error' } } } }\n",
    '',
    'response-non-success-status-removed',
    'additive',
  ),
  one(
    "        '201': {",
    "        '409': { description: There already }\n        '201': {",
    'response-non-success-status-added',
    'additive',
  ),
  one(
    '            X-Total: { required: true, schema: { type: integer } }',
    '            X-Total: { required: false, schema: { type: integer } }',
    'response-header-became-optional',
    'breaking',
  ),
  one(
    '            X-Total: { required: true, schema: { type: integer } }',
    '            X-Total: { required: true, schema: { type: string } }',
    'response-header-type-changed',
    'breaking',
  ),
  one(
    '            X-Total: { required: true, schema: { type: integer } }',
    '            X-Total: { required: true, schema: { type: integer } }\n            X-Page: { schema: { type: integer } }',
    'response-header-added',
    'additive',
  ),
  one(
    'description: The books\n          headers:\n            X-Total: { required: true, schema: { type: integer } }\n',
    'description: The books\n',
    'required-response-header-removed',
    'breaking',
  ),
  {
    from: "        '201': { description: Added, content: { application/json: {",
    to: "        '201': { description: Added, content: { application/xml: {",
    rules: [
      ['response-media-type-removed', 'breaking'],
      ['response-media-type-added', 'additive'],
    ],
  },
  // Requests.
  one('        price: { type: number, minimum: 0 }\n', '', 'request-property-removed', 'breaking'),
  one(
    '        price: { type: number, minimum: 0 }\n',
    '        price: { type: number, minimum: 0 }\n        isbn: { type: string }\n',
    'new-optional-request-property',
    'additive',
  ),
  {
    from: 'required: [title]\n      properties:\n',
    to: 'required: [title, isbn]\n      properties:\n        isbn: { type: string }\n',
    rules: [['new-required-request-property', 'breaking']],
  },
  one('required: [title]\n', 'required: [title, price]\n', 'request-property-became-required', 'breaking'),
  one(
    'price: { type: number, minimum: 0 }',
    'price: { type: integer, minimum: 0 }',
    'request-property-type-changed',
    'breaking',
  ),
  one(
    'price: { type: number, minimum: 0 }',
    'price: { type: number, minimum: 1 }',
    'request-property-min-increased',
    'breaking',
  ),
  one('price: { type: number, minimum: 0 }', 'price: { type: number }', 'request-property-min-unset', 'additive'),
  one(
    'state: { type: string, enum: [new, used] }\n        price',
    'state: { type: string, enum: [new] }\n        price',
    'request-property-enum-value-removed',
    'breaking',
  ),
  one(
    'state: { type: string, enum: [new, used] }\n        price',
    'state: { type: string, enum: [new, used, lost] }\n        price',
    'request-property-enum-value-added',
    'additive',
  ),
  one(
    '      requestBody:\n        required: true',
    '      requestBody:\n        required: false',
    'request-body-became-optional',
    'additive',
  ),
  one(
    '{ name: page, in: query, required: false,',
    '{ name: page, in: query, required: true,',
    'request-parameter-became-required',
    'breaking',
  ),
  one('minimum: 1, maximum: 100', 'minimum: 1, maximum: 50', 'request-parameter-max-decreased', 'breaking'),
  one(
    'minimum: 1, maximum: 100',
    'minimum: 1, maximum: 100, default: 1',
    'request-parameter-default-value-added',
    'additive',
  ),
  one('enum: [title, author]', 'enum: [title]', 'request-parameter-enum-value-removed', 'breaking'),
  one('enum: [title, author]', 'enum: [title, author, year]', 'request-parameter-enum-value-added', 'additive'),
  one(
    '        - { name: X-Tenant, in: header, required: false, schema: { type: string } }\n',
    '',
    'request-parameter-removed',
    'breaking',
  ),
  one(
    '        - { name: X-Tenant, in: header, required: false',
    '        - { name: size, in: query, schema: { type: integer } }\n        - { name: X-Tenant, in: header, required: false',
    'new-optional-request-parameter',
    'additive',
  ),
  one(
    '        - { name: X-Tenant, in: header, required: false',
    '        - { name: size, in: query, required: true, schema: { type: integer } }\n        - { name: X-Tenant, in: header, required: false',
    'new-required-request-parameter',
    'breaking',
  ),
  // Operations, security, the document.
  one(
    '  /books/{bookId}:\n',
    "  /authors:\n    get: { responses: { '200': { description: All } } }\n  /books/{bookId}:\n",
    'endpoint-added',
    'additive',
  ),
  one(
    '      operationId: addBook\n',
    '      operationId: addBook\n      deprecated: true\n',
    'endpoint-deprecated',
    'additive',
  ),
  one(
    '      security: [{ key: [] }]\n  /books/{bookId}:',
    '      security: [{ key: [] }, { token: [] }]\n  /books/{bookId}:',
    'api-security-added',
    'additive',
  ),
  one(
    '      security: [{ key: [] }]\n  /books/{bookId}:',
    '      security: [{ token: [] }, { key: [] }]\n  /books/{bookId}:',
    'api-security-added',
    'additive',
  ),
  one('name: X-Key }', 'name: X-Api-Key }', 'api-security-component-api-key-name-changed', 'breaking'),
  one('operationId: addBook', 'operationId: createBook', 'api-operation-id-changed', 'editorial', {
    says: ['api-operation-id-removed'],
    because: 'an id that is another one is one change here; oasdiff tells of the old one',
  }),
  one('tags: [books]', 'tags: [books, shop]', 'api-tag-added', 'editorial'),
  {
    from: 'https://api.books.example/v1',
    to: 'https://api.books.example/v2',
    rules: [
      ['server-removed', 'breaking'],
      ['server-added', 'additive'],
    ],
    oasdiff: { says: [], because: 'oasdiff has no rule for servers' },
  },
  one('description: An API of books', 'description: All about books', 'description-changed', 'editorial', wording),
  one('summary: List books', 'summary: Lists books', 'summary-changed', 'editorial', wording),
  one('description: Which page', 'description: The page', 'description-changed', 'editorial', wording),
  one('description: Its id', 'description: The id', 'description-changed', 'editorial', wording),
  one('description: A book', 'description: The book', 'description-changed', 'editorial', wording),
];

/** The changed document. Throws where there is nothing to change. */
export function mutate({ from, to }: Mutation): string {
  if (!baseText.includes(from)) throw new Error(`${from} is not in the document`);
  return baseText.replace(from, () => to);
}

export const base = parse(baseText) as JsonSchema;
