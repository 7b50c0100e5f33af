import { clauseIdAt, ofBody } from '../contract/clause.ts';
import { isXml } from '../contract/media-type.ts';
import type { Check } from '../contract/types.ts';
import { fail, inconclusive, notApplicable, pass } from './outcome.ts';
import { documentedContent, mediaType, unreadCoding } from './read.ts';
import { xml } from './xml-answer.ts';

export const validXml: Check = {
  id: 'valid-xml',
  title: 'MUST be one well-formed XML document (W3C XML 1.0)',
  evaluate(operation, answer) {
    const documented = documentedContent(operation, answer);
    const clause = documented && clauseIdAt(operation, ofBody(documented.response.key, '', 'xml'));
    if (clause === undefined || !operation.contract.clauses.has(clause) || !isXml(mediaType(answer) ?? ''))
      return notApplicable('no XML is documented or declared');
    const coding = unreadCoding(answer);
    if (coding !== undefined) return inconclusive(clause, 'environment', `the body cannot be read: ${coding}`);
    const parsed = xml(answer);
    if (parsed.kind === 'unread') return inconclusive(clause, 'environment', `the body is not read: ${parsed.reason}`);
    if (parsed.kind === 'read') return pass(clause);
    return fail({
      code: 'BODY_NOT_XML',
      clause,
      at: 'body',
      expected: 'one well-formed XML document',
      actual: parsed.reason,
    });
  },
};
