/** Every scenario about Invox Medical. */
import type { Scenario } from '../../helpers/run/scenario.ts';
import { documents } from './documents.ts';
import { tokens } from './tokens.ts';
import { versions } from './versions.ts';

export const scenarios: readonly Scenario[] = [...documents, ...tokens, ...versions];
