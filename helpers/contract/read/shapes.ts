/** The objects of OpenAPI 3.0 to 3.2 as a table: their fields, and which of them have to be there. */

/** Objects that are looked into. Schemas are read by themselves; webhooks, callbacks and links say nothing about answers. */
export type Kind =
  | 'Components'
  | 'Contact'
  | 'Document'
  | 'Encoding'
  | 'Flow'
  | 'Flows'
  | 'Header'
  | 'Info'
  | 'MediaType'
  | 'Operation'
  | 'Parameter'
  | 'PathItem'
  | 'Paths'
  | 'RequestBody'
  | 'Response'
  | 'Responses'
  | 'SecurityScheme'
  | 'Server'
  | 'ServerVariable'
  | 'Tag';

/**
 * What a field holds: a JSON type, `any`, `schema`, an object of a kind, a list (`[]`) or a map (`{}`) of them.
 * `*` is any other field of the object.
 */
export type Holds =
  | 'any'
  | 'boolean'
  | 'object'
  | 'schema'
  | 'string'
  | 'list'
  | Kind
  | `[]${Kind | 'string'}`
  | `{}${Kind | 'schema' | 'any'}`;

export interface Shape {
  readonly fields: Readonly<Record<string, Holds>>;
  readonly required?: readonly string[];
  /** A `$ref` may stand in its place. */
  readonly referable?: true;
}

const described = { description: 'string', summary: 'string' } as const;
const valued = {
  ...described,
  deprecated: 'boolean',
  required: 'boolean',
  schema: 'schema',
  content: '{}MediaType',
  example: 'any',
  examples: 'any',
  style: 'string',
  explode: 'boolean',
} as const;

export const shapes: Readonly<Record<Kind, Shape>> = {
  Document: {
    fields: {
      openapi: 'string',
      $self: 'string',
      info: 'Info',
      jsonSchemaDialect: 'string',
      servers: '[]Server',
      paths: 'Paths',
      webhooks: 'any',
      components: 'Components',
      security: 'list',
      tags: '[]Tag',
      externalDocs: 'any',
    },
    required: ['info'],
  },
  Info: {
    fields: {
      title: 'string',
      ...described,
      termsOfService: 'string',
      contact: 'Contact',
      license: 'object',
      version: 'string',
    },
    required: ['title', 'version'],
  },
  Contact: { fields: { name: 'string', url: 'string', email: 'string' } },
  Tag: {
    fields: { name: 'string', ...described, externalDocs: 'any', parent: 'string', kind: 'string' },
    required: ['name'],
  },
  Server: {
    fields: { url: 'string', name: 'string', description: 'string', variables: '{}ServerVariable' },
    required: ['url'],
  },
  ServerVariable: {
    fields: { enum: '[]string', default: 'string', description: 'string' },
    required: ['default'],
  },
  Paths: { fields: { '*': 'PathItem' } },
  PathItem: {
    referable: true,
    fields: {
      ...described,
      get: 'Operation',
      put: 'Operation',
      post: 'Operation',
      delete: 'Operation',
      options: 'Operation',
      head: 'Operation',
      patch: 'Operation',
      trace: 'Operation',
      query: 'Operation',
      additionalOperations: '{}Operation',
      servers: '[]Server',
      parameters: '[]Parameter',
    },
  },
  Operation: {
    // Not by the specification, but documents of many files are written so.
    referable: true,
    fields: {
      tags: '[]string',
      ...described,
      externalDocs: 'any',
      operationId: 'string',
      parameters: '[]Parameter',
      requestBody: 'RequestBody',
      responses: 'Responses',
      callbacks: 'any',
      deprecated: 'boolean',
      security: 'list',
      servers: '[]Server',
    },
  },
  Parameter: {
    referable: true,
    fields: { ...valued, name: 'string', in: 'string', allowEmptyValue: 'boolean', allowReserved: 'boolean' },
    required: ['name', 'in'],
  },
  RequestBody: {
    referable: true,
    fields: { ...described, content: '{}MediaType', required: 'boolean' },
    required: ['content'],
  },
  MediaType: {
    referable: true,
    fields: {
      description: 'string',
      schema: 'schema',
      itemSchema: 'schema',
      example: 'any',
      examples: 'any',
      encoding: '{}Encoding',
      prefixEncoding: 'any',
      itemEncoding: 'any',
    },
  },
  Encoding: {
    fields: {
      contentType: 'string',
      headers: '{}Header',
      style: 'string',
      explode: 'boolean',
      allowReserved: 'boolean',
      encoding: 'any',
      prefixEncoding: 'any',
      itemEncoding: 'any',
    },
  },
  Responses: { fields: { '*': 'Response' } },
  Response: {
    referable: true,
    fields: { ...described, headers: '{}Header', content: '{}MediaType', links: 'any' },
  },
  Header: { referable: true, fields: { ...valued, allowEmptyValue: 'boolean', allowReserved: 'boolean' } },
  Components: {
    fields: {
      schemas: '{}schema',
      responses: '{}Response',
      parameters: '{}Parameter',
      examples: 'any',
      requestBodies: '{}RequestBody',
      headers: '{}Header',
      securitySchemes: '{}SecurityScheme',
      links: 'any',
      callbacks: 'any',
      pathItems: '{}PathItem',
      mediaTypes: '{}MediaType',
    },
  },
  SecurityScheme: {
    referable: true,
    fields: {
      type: 'string',
      description: 'string',
      name: 'string',
      in: 'string',
      scheme: 'string',
      bearerFormat: 'string',
      flows: 'Flows',
      openIdConnectUrl: 'string',
      oauth2MetadataUrl: 'string',
      deprecated: 'boolean',
    },
    required: ['type'],
  },
  Flows: {
    fields: {
      implicit: 'Flow',
      password: 'Flow',
      clientCredentials: 'Flow',
      authorizationCode: 'Flow',
      deviceAuthorization: 'Flow',
    },
  },
  Flow: {
    fields: {
      authorizationUrl: 'string',
      deviceAuthorizationUrl: 'string',
      tokenUrl: 'string',
      refreshUrl: 'string',
      scopes: 'object',
    },
  },
};
