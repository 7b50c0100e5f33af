/** The vendors with code of their own. A vendor without a plugin needs none: its profile and its documents are enough. */
import type { Plugin } from '../profile/plugin.ts';
import { invoxMedical } from './invox-medical.ts';
import { maxAi } from './max-ai.ts';

export const plugins: readonly Plugin[] = [maxAi, invoxMedical];
