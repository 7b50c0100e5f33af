/** A message to the vendor's support, ready to be sent. */
import { curlOf } from '../../client/curl.ts';
import type { Report } from '../../verdict/report.ts';
import { block, cell, code } from '../quote.ts';
import { kindWords, moment } from '../wording.ts';
import type { Exhibit } from './files.ts';
import { answerText, promised, seen, whereOf } from './words.ts';

/** The text of `message.md`. */
export function message(report: Report, { cause, title, shown }: Exhibit): string {
  const { clause, finding } = shown;
  const { exchange, traceIds = [] } = finding;
  const target = report.targets.find(({ contract }) => contract === cause.contract);
  const where = target ? `${code(target.origin)} (${kindWords[target.kind]})` : 'your API';
  return `${[
    `Subject: ${cell(title)}`,
    '',
    'Hello,',
    '',
    `${whereOf(report, clause)} on ${where} does not do what your documentation promises.`,
    '',
    ...promised(clause),
    '',
    `Expected: ${code(finding.expected)}. Observed: ${code(finding.actual)} at ${code(finding.at)}, in ${seen(finding)}${finding.firstSeen === undefined ? '' : `, first on ${moment(finding.firstSeen)}`}.`,
    ...(traceIds.length > 0 ? ['', `Trace ids: ${traceIds.slice(0, 5).map(code).join(', ')}`] : []),
    ...(exchange
      ? [
          '',
          'A request that reproduces it:',
          '',
          ...block('sh', curlOf(exchange.request)),
          ...(exchange.answer ? ['', 'What came back:', '', ...block('http', answerText(exchange))] : []),
          '',
          'The attached reproduce.sh sends it again, with what it needs before, and says whether it still deviates.',
        ]
      : []),
    '',
    cause.level === 'MUST'
      ? 'Could you tell us whether this will be fixed, or the documentation changed, and when?'
      : 'This breaks no documented promise; we would still like to know whether it is intended.',
  ].join('\n')}\n`;
}
