import { clauseIdAt, ofBody, ofOperation } from '../contract/clause.ts';
import { responseFor } from '../contract/operations.ts';
import type { Answer, Check, Operation } from '../contract/types.ts';
import { fail, notApplicable, pass } from './outcome.ts';
import { undocumentedText } from './undocumented-text.ts';
import { literal } from '../contract/text.ts';

// No quantifier is without bound: a vendor's body must not be able to keep the search busy.
/** What must never reach a caller (OWASP API8:2023, "error messages include stack traces or expose other sensitive information"). */
const signs: readonly {
  readonly what: string;
  readonly errorsOnly?: true;
  /** Looked for in headers, too: paths and addresses are at home there. */
  readonly inHeaders?: true;
  readonly pattern: RegExp;
}[] = [
  {
    what: 'a stack trace',
    inHeaders: true,
    pattern:
      /\bat (?:async )?(?:new )?[\w$.<>[\] ]{1,200} ?\((?:file:|node:|webpack|\/|[A-Za-z]:\\)[^)]{0,300}:\d+(?::\d+)?\)|\bat (?:file:\/\/|\/)[^\s"]{1,300}\.\w{1,4}:\d+:\d+/,
  },
  {
    what: 'a stack trace',
    inHeaders: true,
    pattern:
      /Traceback \(most recent call last\)|File \\?"[^"]{1,300}", line \d+|\bat [\w$./@-]{1,200}\([\w$]{1,100}\.(?:java|kt|scala):\d+\)|(?<!\/)[\\/][\w.-]{1,100}\.(?:cs|vb|go|rb|php)(?::line |:)\d+|goroutine \d+ \[/,
  },
  {
    what: 'SQL',
    inHeaders: true,
    pattern:
      /\bSELECT\s{1,20}(?:[\w*".,\s]{1,200}?)\s{1,20}FROM\s|\bINSERT\s+INTO\s+["\w]|\bDELETE\s+FROM\s+["\w]|\bUPDATE\s+["\w.]+\s+SET\s|SQLSTATE|\bORA-\d{5}|syntax error at or near|violates (?:unique|foreign key|not-null) constraint|relation \\?"[\w.]+\\?" does not exist|QueryFailedError|PrismaClient\w+Error|SequelizeDatabaseError/,
  },
  {
    what: 'a file path',
    errorsOnly: true,
    pattern:
      /(?:^|[\s"'(=:])(?:\/(?:usr|home|var|app|srv|opt|etc|root|tmp|workspace|mnt|proc)\/[\w.-]+|[A-Za-z]:\\{1,2}[\w.-]+\\)|node_modules\//,
  },
  {
    what: 'a file path',
    pattern: /"\/(?:usr|var|srv|opt|etc|root|tmp|mnt|proc)\/[\w.-]/,
  },
  {
    what: 'credentials of the server',
    pattern:
      /"(?:aws_?)?(?:secret_?access_?key|client_?secret|private_?key|password|session_?token)"\s{0,5}:\s{0,5}"[^"]/i,
  },
  {
    what: 'the name of an internal host or cloud resource',
    errorsOnly: true,
    pattern:
      /\barn:aws[\w-]{0,20}:|\b[\w-]{1,60}\.(?:svc\.)?cluster\.local\b|\.(?:ec2|compute)\.internal\b|\bip-\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3}\b/,
  },
  {
    what: 'the key id of a cloud account',
    errorsOnly: true,
    pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  },
  {
    what: 'an internal address',
    errorsOnly: true,
    pattern:
      /(?:https?:\/\/|\b)(?:10\.\d{1,3}|172\.(?:1[6-9]|2\d|3[01])|192\.168)\.\d{1,3}\.\d{1,3}:\d{2,5}\b|\bs3:\/\/[\w.-]{3}/,
  },
  {
    what: 'an internal address',
    errorsOnly: true,
    pattern:
      /\bE(?:CONNREFUSED|HOSTUNREACH|TIMEDOUT|NOTFOUND)\b.{0,20}|\b(?:postgres(?:ql)?|mysql|mongodb(?:\+srv)?|redis|amqp):\/\//,
  },
];

export const internals: Check = {
  id: 'internals',
  title: "MUST show nothing internal: no stack trace, SQL, file path, or the caller's own key",
  evaluate(operation, answer) {
    if (answer.body.length === 0) return notApplicable('there is no body');
    const clause = clauseFor(operation, answer);
    const what =
      answer.echoes[0] === undefined
        ? revealed(operation, answer)
        : `the caller's own credential (${answer.echoes.join(', ')})`;
    if (what !== undefined)
      return fail({ code: 'INTERNALS_SHOWN', clause, at: 'body', expected: 'nothing internal', actual: what });
    const header = revealingHeader(answer);
    if (header === undefined) return pass(clause);
    const at = `header:${header.name.toLowerCase()}`;
    return fail({ code: 'INTERNALS_SHOWN', clause, at, expected: 'nothing internal', actual: header.what });
  },
};

function revealed(operation: Operation, answer: Answer): string | undefined {
  const body = new TextDecoder().decode(answer.body.subarray(0, 200_000));
  // In a success, what the document describes is data: a password of an account, a query of a configuration.
  const raw =
    answer.status < 400
      ? (undocumentedText(operation, answer) ?? body)
      : withoutOwnPath(body, `${operation.basePath}${operation.path}`);
  const unescaped = raw
    .replaceAll(/\\[ntr]/g, '\n')
    .replaceAll('\\/', '/')
    .replaceAll('\\"', '"');
  return signs.find(
    ({ pattern, errorsOnly }) =>
      (!errorsOnly || answer.status >= 400) && (pattern.test(raw) || pattern.test(unescaped)),
  )?.what;
}

function revealingHeader({ headers }: Answer): { readonly name: string; readonly what: string } | undefined {
  for (const [name, value] of headers) {
    const sign = signs.find(({ pattern, inHeaders }) => inHeaders && pattern.test(value));
    if (sign) return { name, what: sign.what };
  }
  return undefined;
}

/** The path that the caller requested is nothing internal (RFC 9457, 3.1.5: `instance`), wherever it is mounted. */
function withoutOwnPath(text: string, path: string): string {
  const fixed = path.split(/\{[^{}]*\}/).map(literal);
  // `/{id}` alone would be any path at all.
  if (fixed.join('').length < 3) return text;
  return text.replaceAll(new RegExp(fixed.join(String.raw`[^\s"'<>?/]{1,300}`), 'g'), '');
}

function clauseFor(operation: Operation, answer: Answer): string {
  const response = responseFor(operation, answer.status);
  return clauseIdAt(
    operation,
    response ? ofBody(response.key, '', 'internals') : ofOperation('internals', 'responses'),
  );
}
