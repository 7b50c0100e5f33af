/** Null that only the description of a schema allows: Swagger 2.0 has no word for it, so documents say it in prose. */
import type { JsonSchema } from './types.ts';

const denied = /\b(?:not|never|non|cannot|can't|isn't)[\s-]+(?:be\s+)?null\b/gi;

/** Whether the description of a schema says that the value may be null: `The content, if requested (otherwise null)`. */
export const saysNull = ({ description }: JsonSchema): boolean =>
  typeof description === 'string' && /\bnull\b/i.test(description.replaceAll(denied, ''));
