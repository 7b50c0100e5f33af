/** The conformance matrix: one page that needs nothing but a browser. */
import type { Report } from '../verdict/report.ts';
import { account } from './matrix/account.ts';
import type { Page } from './matrix/clause.ts';
import { clauseList, openClauses } from './matrix/clauses.ts';
import { deviations } from './matrix/deviations.ts';
import { filters } from './matrix/filters.ts';
import { notes, pageHeader } from './matrix/header.ts';
import { pageDocument } from './matrix/document.ts';
import { html } from './matrix/html.ts';
import { script } from './matrix/script.ts';
import { style } from './matrix/style.ts';
import { matrix } from './matrix/table.ts';
import { repeatsOf } from './repeat.ts';
import { verdictWords } from './wording.ts';

/** The whole page, as text. Its policy lets run only its own style and script, and lets nothing reach a network. */
export function matrixPage(report: Report): string {
  const page: Page = {
    pages: new Map(
      report.operations.flatMap(({ id, page: address }) => (address === undefined ? [] : [[id, address]])),
    ),
    repeats: repeatsOf(report),
    shown: new Map(),
  };
  const vendors = [...new Set(report.targets.map((target) => target.vendor))].join(', ');
  return pageDocument({
    title: `${verdictWords[report.verdict]}${vendors === '' ? '' : `: ${vendors}`}`,
    icon: icon(report),
    style,
    script,
    body: html`<a class="skip" href="#matrix">Skip to the matrix</a>
      ${pageHeader(report)}
      <main>
        ${filters(report)} ${deviations(report, page)} ${matrix(report)} ${notes('Notes', report.notices, '')}
        ${clauseList(report, page)} ${openClauses(report)} ${account(report)}
      </main>
      <footer>
        <p>The same as data: <code>conformance.json</code>. Everything here was redacted before it was written.</p>
      </footer>`,
  });
}

function icon({ verdict }: Report): string {
  const fill = { conformant: '%231a7f37', partial: '%23b7791f', nonconformant: '%23c0271a', invalid: '%236b4fbb' }[
    verdict
  ];
  return `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><circle cx='4' cy='4' r='4' fill='${fill}'/></svg>`;
}
