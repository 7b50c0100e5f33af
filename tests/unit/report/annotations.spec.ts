import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { annotations } from '../../../helpers/report/annotations.ts';
import { projectRoot } from '../../../helpers/config/project.ts';
import type { ClauseReport } from '../../../helpers/verdict/report.ts';
import { conforming, hostile, invalid, reportOf, threeDeviations } from './samples.ts';

const none = () => undefined;

test('one error for each MUST cause, one warning for each SHOULD, none for what conforms', () => {
  const lines = annotations(threeDeviations(), none);
  expect(lines.map((line) => /^::(\w+)/.exec(line)?.[1])).toEqual(['error', 'error', 'warning']);
  expect(annotations(conforming(), none)).toEqual([]);
});

test('a run that proves nothing says why', () => {
  const [line] = annotations(invalid(), none);
  expect(line).toContain('::error title=Conformance%3A invalid::no call to https://api.maxcare.example was answered');
});

test('each names the line of its clause: in the document, or in the overlay that quotes a page', () => {
  const [any] = threeDeviations().clauses.filter(({ id }) => id === 'max-ai-v2/deleteImage/404/body');
  if (!any) throw new Error('the sample has changed');
  const inDocument: ClauseReport = {
    ...any,
    at: 'specs/max-ai/v2.openapi.yaml#/components/schemas/PublicApiNotFoundResponse',
  };
  const onPage: ClauseReport = {
    ...any,
    id: 'max-ai-v2/getImageUrl/lifecycle/expires',
    sentence: 'the URL is valid for 3,600 seconds from now',
    at: 'https://docs.maxcare.ai/api-reference/v2/notes/get-signed-url-for-a-note-image.md',
    findings: any.findings.map((finding) => ({ ...finding, code: 'URL_LIFE', at: '/data/url' })),
  };
  const overlay = 'specs/max-ai/overlay.yaml';
  const report = reportOf('nonconformant', [inDocument, onPage], {
    provenance: {
      suite: { version: '1' },
      node: '20',
      playwright: '1',
      documents: [],
      files: [{ vendor: 'max-ai', file: overlay, hash: 'h' }],
    },
  });
  const read = (file: string) => readFileSync(path.join(projectRoot, file), 'utf8');
  const shown = annotations(report, read).map((line) => {
    const [, file = '', number = ''] = /file=([^,]+),line=(\d+)::/.exec(line) ?? [];
    return [file, read(file).split('\n')[Number(number) - 1]?.trim()];
  });
  expect(shown).toEqual([
    ['specs/max-ai/v2.openapi.yaml', 'PublicApiNotFoundResponse:'],
    [overlay, 'sentence: the URL is valid for 3,600 seconds from now'],
  ]);
});

test('text of a vendor ends no command and makes no other', () => {
  const lines = annotations(
    hostile((text) => `a\n::error::owned ,file=x:%0A${text}`),
    none,
  );
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) {
    expect(line).not.toMatch(/\n/);
    expect(line.slice(2).split('::')[0]).not.toContain('owned ,file');
    expect(line).not.toContain('%0A');
  }
});
