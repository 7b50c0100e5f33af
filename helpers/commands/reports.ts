/** Reports of earlier runs as input: checked against their schema, so that everything after it may trust them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../config/project.ts';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { UserError } from '../contract/types.ts';
import { upgradeReport } from '../verdict/upgrade.ts';
import type { Report } from '../verdict/report.ts';

const schemaFile = path.join(projectRoot, 'helpers/verdict/conformance.schema.json');

let validator: ValidateFunction<Report> | undefined;

const validateReport = (): ValidateFunction<Report> =>
  (validator ??= new Ajv2020({ strict: true }).compile<Report>(
    JSON.parse(readFileSync(schemaFile, 'utf8')) as Record<string, unknown>,
  ));

/** Reads a conformance.json of today's version or of version 1. Throws UserError with one line. */
export function readReportFile(file: string): Report {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
    throw new UserError(
      `${file} ${why}${why === 'cannot be read' ? ': npm run conformance writes conformance.json' : ''}`,
    );
  }
  const report = upgradeReport(value);
  const validate = validateReport();
  if (validate(report)) return report;
  const [first] = validate.errors ?? [];
  throw new UserError(`${file} is no conformance.json: ${first?.instancePath || '/'} ${first?.message ?? 'is wrong'}`);
}
