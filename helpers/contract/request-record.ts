/** A request as it is stored and shown: every part as data, a secret by the variable that stands for it. Nothing here holds a secret. */
import type { Json } from './values.ts';

/** How the value of a variable was changed before it was sent. */
export type SecretChange =
  /** Without its last character. */
  | { readonly kind: 'without-last' }
  /** A JSON Web Token without what follows its last dot. */
  | { readonly kind: 'without-signature' }
  /** The claims of a JSON Web Token: what stands between its dots. */
  | { readonly kind: 'claims' }
  /** Letters in the other case. */
  | { readonly kind: 'swapped-case' }
  /** Characters from `start` on, before `end` where it is given. */
  | { readonly kind: 'slice'; readonly start: number; readonly end?: number };

/** A piece of a text: as it is, the value of a variable, or other pieces in base64 (RFC 4648, 4). */
export type Piece =
  string | { readonly variable: string; readonly change?: SecretChange } | { readonly base64: readonly Piece[] };

/** A text as it is, or in pieces. */
export type Text = string | readonly Piece[];

/** A credential, or a header of the configuration, where it stands in a request. */
export interface CredentialRecord {
  readonly in: 'header' | 'query' | 'cookie';
  /** Name of the header (lower case), query parameter or cookie. */
  readonly name: string;
  readonly value: Text;
}

/** The content of a file of a form: `base64` where it is small. */
export interface FileRecord {
  readonly name: string;
  readonly bytes: number;
  readonly base64?: string;
}

export interface PartRecord {
  readonly name: string;
  readonly contentType?: string;
  /** A plain field has a text, a file has a file. */
  readonly text?: Text;
  readonly file?: FileRecord;
}

export type BodyRecord =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly value: Json; readonly contentType: string }
  | { readonly kind: 'text'; readonly text: Text; readonly contentType: string }
  | { readonly kind: 'multipart'; readonly parts: readonly PartRecord[] };

/** A client certificate by the variables that hold it: paths of PEM files, or their text. */
export interface CertificateRecord {
  readonly cert: string;
  readonly key: string;
  /** Where the key is encrypted. */
  readonly passphrase?: string;
}

export interface RequestRecord {
  readonly method: string;
  /** The address as it was sent, redacted: for people. */
  readonly url: string;
  /** Where it was sent: an address in a variable, or one that an earlier answer gave, by its digest. */
  readonly base: { readonly variable: string } | { readonly digest: string };
  /** What follows the base, with `{names}` for the values below; empty where the base is the whole address. */
  readonly path: string;
  /** Exactly as they stand in the path: percent-encoded where they should be. */
  readonly pathValues: Readonly<Record<string, Text>>;
  /** With `raw` name and value are percent-encoded already. */
  readonly query: readonly (readonly [name: string, value: Text, raw?: 'raw'])[];
  /** Without credentials and without those that the client adds to every request. */
  readonly headers: readonly (readonly [name: string, value: Text])[];
  readonly cookies: readonly (readonly [name: string, value: Text])[];
  readonly credentials: readonly CredentialRecord[];
  /** Shown to the server where it asks for one. */
  readonly certificate?: CertificateRecord;
  readonly body: BodyRecord;
  /** Something of it was taken out when it was stored: it cannot be sent again as it stands here. */
  readonly incomplete?: true;
}

/** Something that a later request can use: an id, an address or a secret, with the place in the answer that gives it. */
export interface Made {
  readonly kind: 'id' | 'url' | 'secret';
  /** The canonical id, the digest of the address, or the variable that stands for the secret. */
  readonly value: string;
  /** JSON pointers, of which the first that leads somewhere counts; `Location` for the last segment of that header. */
  readonly from: readonly string[];
  /** The id as the answer spells it. */
  readonly spelled?: string;
}

/** Something that a request uses and an earlier answer made. */
export interface Used {
  readonly kind: Made['kind'];
  readonly value: string;
  /** The id as this request spells it. */
  readonly spelled?: string;
}

/** Every variable in a text. */
export const variablesOfText = (text: Text): string[] =>
  typeof text === 'string'
    ? []
    : text.flatMap((piece) =>
        typeof piece === 'string' ? [] : 'base64' in piece ? variablesOfText(piece.base64) : [piece.variable],
      );

/** Every variable that a request needs, in the order of their names. */
export function variablesOf(request: RequestRecord): string[] {
  const { base, pathValues, query, headers, cookies, credentials, certificate, body } = request;
  const texts: Text[] = [
    ...Object.values(pathValues),
    ...[...query, ...headers, ...cookies].map(([, value]) => value),
    ...credentials.map(({ value }) => value),
    ...textsIn(body),
  ];
  const own = 'variable' in base ? [base.variable] : [];
  const certificates: readonly string[] = Object.values(certificate ?? {});
  return [...new Set([...own, ...certificates, ...texts.flatMap((text) => variablesOfText(text))])].toSorted();
}

const textsIn = (body: BodyRecord): Text[] =>
  body.kind === 'text'
    ? [body.text]
    : body.kind === 'multipart'
      ? body.parts.flatMap(({ text }) => (text === undefined ? [] : [text]))
      : [];

/** A text for people: `Bearer <API_KEY>`, with what was changed in words. */
export function shownText(text: Text): string {
  if (typeof text === 'string') return text;
  return text
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      if ('base64' in piece) return `<${shownText(piece.base64)} in base64>`;
      return `<${piece.variable}${piece.change ? ` ${changeWords(piece.change)}` : ''}>`;
    })
    .join('');
}

function changeWords(change: SecretChange): string {
  switch (change.kind) {
    case 'without-last':
      return 'without its last character';
    case 'without-signature':
      return 'without its signature';
    case 'claims':
      return 'the claims of it';
    case 'swapped-case':
      return 'in the other letter case';
    case 'slice':
      return change.end === undefined ? `from character ${change.start + 1}` : `up to character ${change.end}`;
  }
}
