/** What the variables of the environment look like. No message ever shows a value. */
import { z } from 'zod';

const timeUnits = { ms: 1, '': 1_000, s: 1_000, sec: 1_000, m: 60_000, min: 60_000, h: 3_600_000 };
/** A number without a unit is seconds; one beyond an hour was meant as milliseconds. */
const mostBareSeconds = 3_600;

const duration = (fallback: number) =>
  z
    .string()
    .optional()
    .transform((text, context) => {
      if (/^\d+(?:\.\d+)?$/.test(text ?? '') && Number(text) > mostBareSeconds) {
        context.addIssue(
          `is more than ${mostBareSeconds} without a unit, which would be seconds: write ms, s, min or h`,
        );
        return fallback;
      }
      return amount(text, fallback, timeUnits, context);
    });
/** An access token may live two hours, and a run asks for it once, at its beginning. */
const longestRun = 100 * 60_000;
const bytes = (fallback: number) =>
  z
    .string()
    .optional()
    .transform((text, context) =>
      amount(text, fallback, { '': 1, b: 1, kb: 1_000, kib: 1_024, mb: 1_000_000, mib: 1_048_576 }, context),
    );
const count = (fallback: number | undefined) =>
  z
    .string()
    .optional()
    .transform((text, context) => {
      if (text === undefined) return fallback;
      if (/^\d+$/.test(text) && Number(text) > 0) return Number(text);
      context.addIssue('must be a whole number above 0');
      return fallback;
    });

function amount(
  text: string | undefined,
  fallback: number,
  units: Record<string, number>,
  context: z.RefinementCtx,
): number {
  if (text === undefined) return fallback;
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text) ?? [];
  const factor = unit === undefined ? undefined : units[unit.toLowerCase()];
  if (number === undefined || factor === undefined || Number(number) === 0) {
    context.addIssue(
      `must be a number above 0, with one of the units ${Object.keys(units).filter(Boolean).join(', ')}`,
    );
    return fallback;
  }
  return Number(number) * factor;
}

const flag = z.enum(['0', '1', 'true', 'false'], 'must be 1 or 0').optional();
/** Whether a flag is on. */
export const isOn = (value: string | undefined): boolean => value === '1' || value === 'true';

/** A comma list, without blanks and empty entries. */
export const listIn = (value: string | undefined): string[] | undefined =>
  value
    ?.split(',')
    .map((each) => each.trim())
    .filter(Boolean);

/** The kinds of variables that a profile can name. */
export const kinds = {
  text: z.string().optional(),
  secret: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces (a pasted line break?)')
    .optional(),
  /** The value of a header (RFC 9110, 5.5), such as `Basic …`. */
  header: z
    .string()
    .regex(/^[\t\x20-\x7e]+$/, 'must be printable ASCII on one line (a pasted line break?)')
    .optional(),
  url: z
    .string()
    .refine((value) => !/\s/.test(value), 'holds a space or a line break: one address is wanted')
    .refine(
      (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
      'must be an http or https address',
    )
    .optional(),
  list: z.string().optional(),
  /** A file or its text, read where it is used. */
  opaque: z.string().optional(),
  flag,
  date: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/, 'must be a date like 2026-03-01')
    .optional(),
} as const;
export type VariableKind = keyof typeof kinds;

/** The variables of the run itself; `vendors` are those that ALLOW_PRODUCTION and ALLOW_PLAINTEXT may name. */
export const runVariables = (vendors: readonly string[]) => {
  const vendorList = z
    .string()
    .optional()
    .transform((value) => listIn(value) ?? [])
    .refine((names) => names.every((name) => vendors.includes(name)), `must be a comma list of ${vendors.join(', ')}`);
  return z.object({
    TARGET_ENVIRONMENT: z
      .enum(['sandbox', 'staging', 'production'], 'must be sandbox, staging or production')
      .optional(),
    ALLOW_PRODUCTION: vendorList,
    ALLOW_PLAINTEXT: vendorList,
    REQUEST_TIMEOUT: duration(10_000),
    RUN_TIMEOUT: duration(600_000).refine(
      (milliseconds) => milliseconds <= longestRun,
      'must be at most 100 min: an access token is valid for two hours, and a run requests it once',
    ),
    MAX_BODY_BYTES: bytes(16 * 1_048_576),
    REQUEST_BUDGET: count(5_000),
    REQUEST_RATE: count(undefined),
    STRICT: flag.transform(isOn),
    REPORTS_DIR: z
      .string()
      .optional()
      .transform((value) => value ?? 'reports'),
  });
};
export type RunValues = z.output<ReturnType<typeof runVariables>>;
/** Names of the variables of the run itself. */
export const runVariableNames: readonly string[] = Object.keys(runVariables([]).shape);
