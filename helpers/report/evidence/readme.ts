/** The first page of a vendor's evidence. */
import type { Report } from '../../verdict/report.ts';
import { cell, code } from '../quote.ts';
import { neededVariables } from '../reproduce/script.ts';
import { count, kindWords, moment, provenanceLines } from '../wording.ts';
import type { Exhibit } from './files.ts';
import { seen, whereOf } from './words.ts';

/** The text of a vendor's `README.md`. */
export function readme(report: Report, vendor: string, exhibits: readonly Exhibit[]): string {
  const must = exhibits.filter(({ cause }) => cause.level === 'MUST');
  const should = exhibits.filter(({ cause }) => cause.level !== 'MUST');
  const targets = report.targets.filter((each) => each.vendor === vendor);
  const rows = (list: readonly Exhibit[]) => [
    '| Where | What deviates | Expected | Observed | Seen |',
    '| --- | --- | --- | --- | --- |',
    ...list.map(({ folder, title, shown: { clause, finding } }) =>
      [
        '',
        whereOf(report, clause),
        `[${cell(title)}](${folder}/deviation.md)`,
        code(finding.expected),
        code(finding.actual),
        seen(finding),
        '',
      ]
        .join(' | ')
        .trim(),
    ),
  ];
  return `${[
    `# ${cell(vendor)}: ${count(exhibits.length, 'deviation')} from what its documents promise`,
    '',
    `Observed on ${moment(report.startedAt)} by an automated test of what the documents promise.`,
    '',
    ...targets.map(({ contract, origin, kind }) => `- ${code(contract)} on ${code(origin)} (${kindWords[kind]})`),
    ...provenanceLines(report, vendor).map((line) => `- ${code(line)}`),
    '',
    ...(must.length > 0 ? ['## Documented promises that are not kept', '', ...rows(must), ''] : []),
    ...(should.length > 0
      ? [
          '## Good practice, or inferred from the documents',
          '',
          'These break no documented promise.',
          '',
          ...rows(should),
          '',
        ]
      : []),
    '## To reproduce one',
    '',
    'Each folder has `deviation.md` (what is promised and where, what was observed and when, trace ids), `message.md` (to be sent as it is) and `reproduce.sh`, which sends the smallest requests that show it and exits with 1 where it still deviates, 0 where it does not, 2 where it cannot tell:',
    '',
    '```sh',
    ...variablesOf(exhibits).map((name) => `export ${name}=…`),
    'bash FOLDER/reproduce.sh',
    '```',
    '',
    'The records hold no credential and no value that could be health data: strings that the documents do not fix are given as their length.',
    '',
    '`manifest.json` has the SHA-256 of every file.',
  ].join('\n')}\n`;
}

const variablesOf = (exhibits: readonly Exhibit[]): string[] =>
  [...new Set(exhibits.flatMap(({ shown }) => neededVariables(shown.finding)))].toSorted();
