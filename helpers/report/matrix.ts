/** The conformance matrix: one page that needs nothing but a browser. */
import type { Report } from '../verdict/report.ts';
import { anchor } from './anchor.ts';
import { artefacts } from './disk.ts';
import { account } from './matrix/account.ts';
import type { Page } from './matrix/clause.ts';
import { clauseList, openClauses } from './matrix/clauses.ts';
import { deviations } from './matrix/deviations.ts';
import { filters } from './matrix/filters.ts';
import { notes, pageHeader } from './matrix/header.ts';
import { pageDocument } from './matrix/document.ts';
import { html } from './matrix/html.ts';
import { openReasons, partBody, partTable } from './matrix/paged.ts';
import { script } from './matrix/script.ts';
import { style } from './matrix/style.ts';
import { matrix } from './matrix/table.ts';
import { isPaged, pagesOf, partsOf, reportOf, type Part } from './paging.ts';
import { repeatsOf } from './repeat.ts';
import { verdictWords } from './wording.ts';

/** A page and its path below the reports folder. */
export interface PageFile {
  readonly path: string;
  readonly text: string;
}

/** The pages of a report: one, or for a large one an index and a page for each operation, made one after the other. */
export function* matrixPages(report: Report): Generator<PageFile> {
  if (!isPaged(report)) {
    yield { path: artefacts.matrix, text: matrixPage(report) };
    return;
  }
  const parts = partsOf(report);
  const facts = factsOf(report);
  yield { path: artefacts.matrix, text: indexPage(report, parts, facts) };
  for (const part of parts) {
    const page = { ...facts, addressOf: onThisPage, shown: new Map() };
    const own = reportOf(report, part);
    const body = partBody(
      part,
      html`${filters(own, 'clause', own.clauses.length)} ${matrix(own)} ${clauseList(own, page)}`,
    );
    yield {
      path: `${part.file}.html`,
      text: pageDocument({ title: part.title, icon: icon(report), style, script, body }),
    };
  }
}

const onThisPage: Page['addressOf'] = (clause) => `#${anchor('clause', clause)}`;

/** What the pages of a report know beyond their clauses. */
const factsOf = (report: Report): Pick<Page, 'pages' | 'repeats'> => ({
  pages: new Map(report.operations.flatMap(({ id, page: address }) => (address === undefined ? [] : [[id, address]]))),
  repeats: repeatsOf(report),
});

const titleOf = (report: Report): string => {
  const vendors = [...new Set(report.targets.map((target) => target.vendor))].join(', ');
  return `${verdictWords[report.verdict]}${vendors === '' ? '' : `: ${vendors}`}`;
};

/** Where the same is to be found as data. */
const footer = html`<footer>
  <p>The same as data: <code>conformance.json</code>. Everything here was redacted before it was written.</p>
</footer>`;

/** The index of a large report: everything but the clauses. */
function indexPage(report: Report, parts: readonly Part[], facts: Pick<Page, 'pages' | 'repeats'>): string {
  const pages = pagesOf(report);
  const page: Page = {
    ...facts,
    addressOf: (clause) => `${pages(clause)}${onThisPage(clause)}`,
    shown: new Map(),
  };
  return pageDocument({
    title: titleOf(report),
    icon: icon(report),
    style,
    script,
    body: html`<a class="skip" href="#matrix">Skip to the operations</a>
      ${pageHeader(report)}
      <main>
        ${filters(report, 'operation', parts.length)} ${deviations(report, page)} ${partTable(parts)}
        ${notes('Notes', report.notices.slice(0, mostNotes), '')} ${openReasons(report)} ${account(report)}
      </main>
      <footer>
        <p>
          Each case with its exchanges: <a href="${artefacts.allureReport}/index.html">${artefacts.allureReport}</a>,
          which needs <code>npx allure open FOLDER</code> with the folder of this page. As data:
          <code>${artefacts.json}</code>. Everything here was redacted before it was written.
        </p>
      </footer>`,
  });
}

/** Notes that the index of a large report shows; all of them stand in conformance.json. */
const mostNotes = 100;

/** The whole report on one page, as text. Its policy lets run only its own style and script, and lets nothing reach a network. */
export function matrixPage(report: Report): string {
  const page: Page = { ...factsOf(report), addressOf: onThisPage, shown: new Map() };
  return pageDocument({
    title: titleOf(report),
    icon: icon(report),
    style,
    script,
    body: html`<a class="skip" href="#matrix">Skip to the matrix</a>
      ${pageHeader(report)}
      <main>
        ${filters(report, 'clause', report.clauses.length)} ${deviations(report, page)} ${matrix(report)}
        ${notes('Notes', report.notices, '')} ${clauseList(report, page)} ${openClauses(report)} ${account(report)}
      </main>
      ${footer}`,
  });
}

function icon({ verdict }: Report): string {
  const fill = { conformant: '%231a7f37', partial: '%23b7791f', nonconformant: '%23c0271a', invalid: '%236b4fbb' }[
    verdict
  ];
  return `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><circle cx='4' cy='4' r='4' fill='${fill}'/></svg>`;
}
