/** XML answers against their schemas, placed and named by XML Objects (OpenAPI 3.0.3, XML Object). */
import { expect, test } from '@playwright/test';
import { checks } from '../../../helpers/checks/index.ts';
import type { Outcome } from '../../../helpers/contract/types.ts';
import { tinyOperation } from '../contract/tiny.ts';
import { answer } from './answers.ts';

const text = { type: 'string' };
const integer = { type: 'integer' };
const schemas = {
  Pet: {
    type: 'object',
    required: ['id', 'name', 'photoUrls', 'tags'],
    properties: {
      id: { ...integer, xml: { attribute: true } },
      name: { ...text, minLength: 2 },
      age: { ...integer, minimum: 0 },
      sold: { type: 'boolean' },
      status: { ...text, enum: ['available', 'sold'], xml: { name: 'state', prefix: 'p', namespace: 'urn:pets' } },
      photoUrls: { type: 'array', items: text, xml: { name: 'photoUrl' } },
      tags: { type: 'array', items: { $ref: '#/components/schemas/Tag' }, xml: { wrapped: true } },
      owner: { type: 'object', nullable: true, required: ['name'], properties: { name: text } },
    },
    additionalProperties: false,
  },
  Tag: { type: 'object', required: ['label'], properties: { label: text }, xml: { name: 'tag' } },
};
const pet = { $ref: '#/components/schemas/Pet' };
const whole =
  '<pet id="7"><name>Rex &amp; Co</name><age> 3 </age><sold>true</sold><p:state xmlns:p="urn:pets">sold</p:state>' +
  '<photoUrls>a</photoUrls><tags><tag><label>x</label></tag></tags><owner><name>O</name></owner></pet>';

/** What all checks say of an XML answer of a schema. */
async function outcomesOf(body: string, schema: object = pet): Promise<Outcome[]> {
  const content = { 'application/xml': { schema } };
  const operation = await tinyOperation({
    byComponent: true,
    path: '/a',
    schemas,
    operation: { operationId: 'a', responses: { 200: { description: 'ok', content } } },
  });
  const given = answer({ body, headers: [['content-type', 'application/xml']] });
  return checks.flatMap((check) => [check.evaluate(operation, given)].flat());
}

const place = (clause: string): string => clause.split('/').slice(1).join('/');
const failedIn = (outcomes: readonly Outcome[]): string[] =>
  outcomes.flatMap((each) => (each.kind === 'fail' ? [`${place(each.finding.clause)} ${each.finding.code}`] : []));
const passedIn = (outcomes: readonly Outcome[]): string[] =>
  outcomes.flatMap((each) => (each.kind === 'pass' ? [place(each.clause)] : []));

for (const [what, body, schema] of [
  ['all properties', whole],
  [
    'a declaration, comments, CDATA and references',
    `<?xml version="1.0"?><!-- c -->${whole.replace('Rex &amp; Co', '<![CDATA[<Rex>]]>&#65;')}`,
  ],
  ['another encoding', whole.replace('<pet', '<?xml version="1.0" encoding="us-ascii"?><pet')],
  [
    'no element of a required list',
    whole.replace('<photoUrls>a</photoUrls>', '').replace(/<tags>.*<\/tags>/, '<tags/>'),
  ],
  ['no element around a list without items', whole.replace(/<tags>.*<\/tags>/, '')],
  ['an empty element for null', whole.replace(/<owner>.*<\/owner>/, '<owner xsi:nil="true" xmlns:xsi="i"/>')],
  ['an empty element for an optional number', whole.replace('<age> 3 </age>', '<age/>')],
  ['several of a list, one of a list', `<pets>${whole}${whole}</pets>`, { type: 'array', items: pet }],
  ['a choice', '<x><label>1</label></x>', { oneOf: [{ $ref: '#/components/schemas/Tag' }, pet] }],
  ['a simple root', '<count>3</count>', integer],
] as const satisfies readonly (readonly [string, string, object?])[])
  test(`XML with ${what}: nothing is found`, async () => {
    const outcomes = await outcomesOf(body, schema);
    expect(failedIn(outcomes)).toEqual([]);
    expect(passedIn(outcomes)).toEqual(expect.arrayContaining(['a/200/body', 'a/200/body/xml']));
  });

for (const [what, body, expected] of [
  ['a required attribute is absent', whole.replace(' id="7"', ''), 'schema:Pet/id/required BODY_REQUIRED'],
  ['a number is a word', whole.replace('> 3 <', '>three<'), 'schema:Pet/age/type BODY_TYPE'],
  ['a number is too small', whole.replace('> 3 <', '>-1<'), 'schema:Pet/age/minimum BODY_SCHEMA'],
  ['a boolean is another word', whole.replace('>true<', '>yes<'), 'schema:Pet/sold/type BODY_TYPE'],
  ['a value is not in its list', whole.replace('>sold<', '>lost<'), 'schema:Pet/status/enum BODY_ENUM'],
  ['a text is too short', whole.replace('Rex &amp; Co', 'R'), 'schema:Pet/name/minLength BODY_EMPTY_VALUE'],
  ['an element is there twice', whole.replace('<sold>', '<sold>true</sold><sold>'), 'schema:Pet/sold/type BODY_TYPE'],
  [
    'an item of a wrapped list lacks what it requires',
    whole.replace('<label>x</label>', ''),
    'schema:Tag/label/required BODY_REQUIRED',
  ],
  [
    'an element is not declared',
    whole.replace('<sold>', '<new>1</new><sold>'),
    'schema:Pet/additionalProperties BODY_UNDECLARED',
  ],
  ['an object is a text', whole.replace('<name>O</name>', 'O'), 'schema:Pet/owner/type BODY_TYPE'],
  ['it is not well-formed', whole.replace('</owner>', ''), 'a/200/body/xml BODY_NOT_XML'],
  ['it has two roots', whole + whole, 'a/200/body/xml BODY_NOT_XML'],
] as const)
  test(`XML: ${what}: ${expected}`, async () => {
    expect(failedIn(await outcomesOf(body))).toEqual([expected]);
  });

for (const [what, body] of [
  ['a document type', `<!DOCTYPE pet [<!ENTITY x SYSTEM "file:///etc/passwd">]><pet>&x;</pet>`],
  ['300 levels', `${'<a>'.repeat(300)}${'</a>'.repeat(300)}`],
  ['an unknown encoding', `<?xml version="1.0" encoding="x-none"?>${whole}`],
] as const)
  test(`XML with ${what}: no verdict`, async () => {
    const outcomes = await outcomesOf(body);
    expect(failedIn(outcomes)).toEqual([]);
    expect(passedIn(outcomes).filter((each) => /\/body(?:\/xml)?$|schema:/.test(each))).toEqual([]);
    expect(outcomes).toContainEqual(
      expect.objectContaining({ kind: 'inconclusive', clause: expect.stringMatching(/\/xml$/), cause: 'environment' }),
    );
  });
