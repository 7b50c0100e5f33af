/** Without any one check, family or scenario a fault goes unseen (with all of them `npm run prove` sees it); what nothing needs is named. */
import { expect, test as base } from '@playwright/test';
import { casesOf, families } from '../../../helpers/cases/index.ts';
import { checks } from '../../../helpers/checks/index.ts';
import type { Check, Contract } from '../../../helpers/contract/types.ts';
import { contractsOf, loadContracts } from '../../../helpers/contract/load.ts';
import { judged, openBench, prove, subjects } from '../../../helpers/commands/proof/prove.ts';
import { declaredCases, type DeclaredCase } from '../../../helpers/run/declared.ts';
import { operationsOf } from '../../../helpers/run/generated.ts';
import { specsFolder } from '../../../helpers/run/worker.ts';

/** A fault that only this finds. */
const sees: Readonly<Record<'check' | 'family' | 'scenario', Readonly<Record<string, string>>>> = {
  check: {
    'documented-status': 'image-url-of-signed-note-409',
    'content-type': 'image-url-404-of-express',
    'valid-json': 'upload-200-byte-order-mark',
    'duplicate-keys': 'image-url-404-trace-id-twice',
    'body-schema': 'upload-200-code-renamed',
    'inferred-schema': 'upload-id-of-v2',
    'response-headers': 'image-url-without-limit-headers',
    'www-authenticate': 'image-url-401-without-challenge',
    'allow-header': 'delete-image-405-without-allow',
    cacheable: 'image-url-200-for-public-caches',
    'error-envelope': 'upload-405-of-express',
    internals: 'delete-image-404-with-stack',
    'personal-data': 'upload-200-with-patient',
  },
  family: {
    credentials: 'upload-403-message-absent',
    'required-parameters': 'upload-provider-optional',
    'path-ids': 'image-url-malformed-id-500',
    'json-body': 'delete-document-id-optional',
    'multipart-body': 'upload-file-optional',
    methods: 'image-url-wrong-method-500',
    accept: 'image-url-200-xml',
  },
  scenario: {
    'MUST announce no document to a request without a token': 'signed-urls-without-token',
    'MUST keep a file name with spaces and punctuation': 'upload-file-name-quote-doubled',
    'MUST keep a file name with a percent sign': 'upload-file-name-percent-500',
    'MUST carry a document from its signed URL to its deletion, after which it is gone': 'delete-document-does-nothing',
    'MUST announce each document asked for, take the bytes of each, and delete one without the other, then the other with the same token':
      'delete-document-deletes-all',
    'MUST serve a token that is asked for before another one ends, and go on serving that other one':
      'token-dies-with-the-next',
    'MUST give no token for a wrong or an empty key, but refuse them': 'token-service-lets-anybody-in',
    'SHOULD refuse a version older than the operation with invalidApiVersionForEndpoint':
      'delete-document-version-ignored',
    'MUST not serve a deleted image, not even after a second delete, which SHOULD not succeed': 'delete-image-toggles',
    'MUST carry a JPEG from upload under v3 to deletion under v2': 'upload-jpeg-500',
    "SHOULD take an image just above the size of the vendor's example, and serve it whole": 'upload-keeps-64-kb',
    'MUST keep a file name with letters beyond ASCII and an emoji': 'upload-file-name-mojibake',
    'MUST keep a file name of 120 characters without an extension': 'upload-file-name-64-characters',
    'MUST never mix images of one name and note, uploaded, opened and deleted at once, two of them with the same bytes':
      'upload-overwrites-its-namesake',
    'MUST answer 409 to an upload to a signed note': 'upload-423-for-409',
    'MUST answer 409 to a delete on a signed note as often as it is sent, and leave the image':
      'delete-image-403-for-409',
    'MUST answer 502 to an upload that the EHR refuses': 'upload-502-code-internal-error',
    'MUST answer 502 to a delete that the EHR refuses': 'delete-image-ehr-failure-200',
    'MUST give an absolute, presigned URL on a known host, which for 3,600 seconds serves the image again and again':
      'image-url-works-once',
    'MUST refuse a signed URL that was changed, or is used to overwrite or delete the image':
      'image-url-open-without-query',
    "MUST answer 404 to an upload to another organization's note, as to a missing one": 'upload-to-foreign-note',
    "MUST answer 404 for the URL of another organization's image, as for a missing one": 'image-url-of-foreign-note',
    "MUST refuse the URL of another organization's image under a note of one's own": 'image-url-by-image-alone',
    "MUST answer 404 to the deletion of another organization's image, as to that of a missing one":
      'delete-image-of-foreign-note',
    "MUST refuse the deletion of another organization's image under a note of one's own": 'delete-image-by-image-alone',
    "MUST not find an image under another organization's note, and SHOULD not under another note of its own":
      'image-url-under-another-note',
    "SHOULD not delete an image under another note's path": 'delete-image-under-another-note',
    'MUST allow 1,000 requests a minute and no more, and say when to go on': 'limit-429-code',
  },
};

/** What no fault needs, and why it is there all the same. */
const unneeded: Readonly<Record<keyof typeof sees, Readonly<Record<string, string>>>> = {
  check: {
    'answer-time': 'it only records',
    'undeclared-properties': 'it only records',
    'body-length': 'the HTTP client refuses a wrong Content-Length before any check sees it',
    'no-body': 'no document here has a 204',
  },
  family: {
    'schema-bounds': 'no document here has bounds',
    success: 'scenarios judge the success of all that they set up',
  },
  scenario: {
    'MUST carry a PNG from upload under v3 to deletion under v2': 'other scenarios upload a PNG too',
  },
};

const test = base.extend<object, { suite: { contracts: readonly Contract[]; cases: readonly DeclaredCase[] } }>({
  suite: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const contracts = contractsOf(await loadContracts(specsFolder));
      await use({ contracts, cases: await declaredCases(contracts) });
    },
    { scope: 'worker' },
  ],
});

/** Whether a fault is caught by some of the cases. */
async function isCaught(
  fault: string,
  contracts: readonly Contract[],
  cases: readonly DeclaredCase[],
  by: readonly Check[] = checks,
) {
  const subject = subjects.find(({ name }) => name === fault);
  if (!subject) throw new Error(`there is no fault ${fault}`);
  const bench = await openBench(contracts, by);
  try {
    return judged(subject, await prove(bench, subject, cases)).caught;
  } finally {
    await bench.close();
  }
}

for (const [id, fault] of Object.entries(sees.check))
  test(`the check ${id} is what finds ${fault}`, async ({ suite: { contracts, cases } }) => {
    const others = checks.filter((check) => check.id !== id);
    expect(await isCaught(fault, contracts, cases, others)).toBe(false);
  });

for (const [id, fault] of Object.entries(sees.family))
  test(`the family ${id} is what finds ${fault}`, async ({ suite: { contracts, cases } }) => {
    const family = families.filter((each) => each.id === id);
    const own = new Set(operationsOf(contracts).flatMap((each) => casesOf(each, family).map((one) => one.id)));
    const others = cases.filter(({ info }) => !own.has(info.id));
    expect(await isCaught(fault, contracts, others)).toBe(false);
  });

for (const [title, fault] of Object.entries(sees.scenario))
  test(`the scenario "${title}" is what finds ${fault}`, async ({ suite: { contracts, cases } }) => {
    const others = cases.filter(({ info }) => info.title !== title);
    expect(await isCaught(fault, contracts, others)).toBe(false);
  });

test('every check, family and scenario is on one of the two lists; one that asks finds nothing by its nature', ({
  suite: { cases },
}) => {
  const listed = (what: keyof typeof sees) => new Set([...Object.keys(sees[what]), ...Object.keys(unneeded[what])]);
  expect(listed('check')).toEqual(new Set(checks.map(({ id }) => id)));
  expect(listed('family')).toEqual(new Set(families.map(({ id }) => id)));
  const scenarios = cases.filter(({ file, info }) => file !== 'contract.spec.ts' && !info.title.startsWith('INFO'));
  expect(listed('scenario')).toEqual(new Set(scenarios.map(({ info }) => info.title)));
});
