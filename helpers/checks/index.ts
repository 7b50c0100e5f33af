/** Every check, in the order in which a reader would ask. All of them run on every answer. */
import type { Check } from '../contract/types.ts';
import { allowHeader } from './allow-header.ts';
import { answerTime } from './answer-time.ts';
import { bodyLength } from './body-length.ts';
import { bodySchema } from './body-schema.ts';
import { cacheable } from './cacheable.ts';
import { contentType } from './content-type.ts';
import { documentedStatus } from './documented-status.ts';
import { duplicateKeys } from './duplicate-keys.ts';
import { errorEnvelope } from './error-envelope.ts';
import { inferredSchema } from './inferred-schema.ts';
import { internals } from './internals.ts';
import { noBody } from './no-body.ts';
import { responseHeaders } from './response-headers.ts';
import { personalData, undeclaredProperties } from './undeclared-properties.ts';
import { validJson } from './valid-json.ts';
import { validXml } from './valid-xml.ts';
import { writeOnly } from './write-only.ts';
import { wwwAuthenticate } from './www-authenticate.ts';

export const checks: readonly Check[] = [
  documentedStatus,
  answerTime,
  contentType,
  validJson,
  validXml,
  duplicateKeys,
  bodySchema,
  inferredSchema,
  responseHeaders,
  bodyLength,
  noBody,
  wwwAuthenticate,
  allowHeader,
  cacheable,
  errorEnvelope,
  internals,
  personalData,
  writeOnly,
  undeclaredProperties,
];
