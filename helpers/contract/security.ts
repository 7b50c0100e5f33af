/** Security schemes and requirements of a document (OpenAPI 3.1.1, Security Scheme Object and Security Requirement Object). */
import { follow, isObject, join } from './pointer.ts';
import { text } from './text.ts';
import type { JsonSchema } from './values.ts';

interface SchemeBase {
  /** Key under `components.securitySchemes`. */
  readonly name: string;
  /** JSON pointer of the scheme object, or of the requirement where the document declares no such scheme. */
  readonly pointer: string;
}

/** One way to authenticate, as declared. `unknown`: named by a requirement, but not declared or of a type OpenAPI does not have. */
export type SecurityScheme =
  | (SchemeBase & {
      readonly type: 'apiKey';
      readonly in: 'header' | 'query' | 'cookie';
      /** Name of the header, query parameter or cookie that carries the key. */
      readonly parameter: string;
    })
  | (SchemeBase & {
      readonly type: 'http';
      /** Authentication scheme of RFC 9110, 11.1, in lower case: `bearer`, `basic`, `digest`, … */
      readonly scheme: string;
      readonly bearerFormat?: string;
    })
  | (SchemeBase & { readonly type: 'oauth2'; readonly flows: readonly OAuthFlow[] })
  | (SchemeBase & { readonly type: 'openIdConnect'; readonly url: string })
  | (SchemeBase & { readonly type: 'mutualTLS' })
  | (SchemeBase & { readonly type: 'unknown' });

/** One flow of an oauth2 scheme (OpenAPI 3.1.1, OAuth Flow Object). URLs as written, possibly relative. */
export interface OAuthFlow {
  readonly grant: 'implicit' | 'password' | 'clientCredentials' | 'authorizationCode';
  readonly tokenUrl?: string;
  readonly authorizationUrl?: string;
  readonly scopes: readonly string[];
}

/** A scheme that a requirement names, with the scopes (or roles) it lists. */
export interface SecurityNeed {
  readonly scheme: SecurityScheme;
  readonly scopes: readonly string[];
}

/** Schemes that are needed together (AND). Empty: the operation may be called without a credential. */
export type SecurityRequirement = readonly SecurityNeed[];

interface Secured {
  readonly security: readonly SecurityRequirement[];
}

/** Whether a call without any credential has to be rejected: there are requirements, and none of them is empty. */
export const needsCredential = ({ security }: Secured): boolean =>
  security.length > 0 && security.every((needs) => needs.length > 0);

/** Names of all schemes that the requirements mention, in their order; empty where no credential is needed. */
export const schemeNames = (operation: Secured): string[] =>
  needsCredential(operation)
    ? [...new Set(operation.security.flatMap((needs) => needs.map(({ scheme }) => scheme.name)))]
    : [];

/** The alternatives (OR) of an operation: its own `security`, else the document's. No requirement at all: open. */
export function readSecurity(document: JsonSchema, operation: string): SecurityRequirement[] {
  const own = follow(document, operation)?.value['security'];
  const pointer = own === undefined ? '/security' : join(operation, 'security');
  const requirements = own ?? document['security'];
  if (!Array.isArray(requirements)) return [];
  return requirements.flatMap((each, index) =>
    isObject(each)
      ? [
          Object.entries(each).map(([name, scopes]) => ({
            scheme: readScheme(document, name) ?? { type: 'unknown', name, pointer: join(pointer, index, name) },
            scopes: Array.isArray(scopes) ? scopes.map(text) : [],
          })),
        ]
      : [],
  );
}

/** All schemes that a document declares, used or not. */
export const declaredSchemes = (document: JsonSchema): SecurityScheme[] =>
  Object.keys(follow(document, '/components/securitySchemes')?.value ?? {}).flatMap(
    (name) => readScheme(document, name) ?? [],
  );

/** Whether a document says of an operation which credential it needs, or that it needs none. */
export const isSecurityStated = (document: JsonSchema, operation: string): boolean =>
  (follow(document, operation)?.value['security'] ?? document['security']) !== undefined;

/** The scheme declared under a name, or undefined where the document declares none. */
function readScheme(document: JsonSchema, name: string): SecurityScheme | undefined {
  const target = follow(document, join('/components/securitySchemes', name));
  if (!target) return undefined;
  const { pointer, value } = target;
  const base = { name, pointer };
  const place = text(value['in']);
  switch (value['type']) {
    case 'apiKey':
      return (place === 'header' || place === 'query' || place === 'cookie') && typeof value['name'] === 'string'
        ? { ...base, type: 'apiKey', in: place, parameter: value['name'] }
        : { ...base, type: 'unknown' };
    case 'http': {
      const { bearerFormat } = value;
      const scheme = text(value['scheme']).toLowerCase();
      if (scheme === '') return { ...base, type: 'unknown' };
      return { ...base, type: 'http', scheme, ...(typeof bearerFormat === 'string' && { bearerFormat }) };
    }
    case 'oauth2':
      return { ...base, type: 'oauth2', flows: readFlows(value['flows']) };
    case 'openIdConnect':
      return { ...base, type: 'openIdConnect', url: text(value['openIdConnectUrl']) };
    case 'mutualTLS':
      return { ...base, type: 'mutualTLS' };
    default:
      return { ...base, type: 'unknown' };
  }
}

const grants = ['implicit', 'password', 'clientCredentials', 'authorizationCode'] as const;

function readFlows(flows: unknown): OAuthFlow[] {
  if (!isObject(flows)) return [];
  return grants.flatMap((grant) => {
    const flow = flows[grant];
    if (!isObject(flow)) return [];
    const { tokenUrl, authorizationUrl, scopes } = flow;
    return [
      {
        grant,
        ...(typeof tokenUrl === 'string' && { tokenUrl }),
        ...(typeof authorizationUrl === 'string' && { authorizationUrl }),
        scopes: isObject(scopes) ? Object.keys(scopes) : [],
      },
    ];
  });
}
