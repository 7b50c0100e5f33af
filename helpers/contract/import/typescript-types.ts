/** The few lines of TypeScript that documentation prose shows: interfaces, type aliases, enums and bare object types as JSON Schema. */
import { ownOf } from '../pointer.ts';
import type { Json, JsonSchema } from '../types.ts';

/** A type that a page declares. */
export interface DeclaredType {
  /** Undefined for a bare `{ message: string; }`. */
  readonly name: string | undefined;
  readonly schema: JsonSchema;
  /** Names of other types that it uses, in order. */
  readonly uses: readonly string[];
  /** True where an enum is written in a way that is no TypeScript (missing commas, `:` for `=`). */
  readonly malformed: boolean;
}

type Token = { readonly kind: 'word' | 'text' | 'number' | 'sign'; readonly value: string };

const tokenPattern =
  /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|([A-Za-z_$][\w$]*)|'([^'\n]*)'|"([^"\n]*)"|(-?\d+(?:\.\d+)?)|([{}[\]()<>|&?:;,=.])/gy;

function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < text.length) {
    const match = tokenPattern.exec(text);
    if (!match) return undefined;
    const [, word, single, double, number, sign] = match;
    if (word !== undefined) tokens.push({ kind: 'word', value: word });
    else if (single !== undefined || double !== undefined) tokens.push({ kind: 'text', value: single ?? double ?? '' });
    else if (number !== undefined) tokens.push({ kind: 'number', value: number });
    else if (sign !== undefined) tokens.push({ kind: 'sign', value: sign });
  }
  return tokens;
}

/** Reads one declaration, or a bare object type. Undefined where the text is something else (an example, a sentence). */
export function readTypeScript(text: string): DeclaredType | undefined {
  const tokens = tokensOf(text);
  if (!tokens || tokens.length < 2) return undefined;
  const reader = new Reader(tokens);
  try {
    const declared = reader.declaration();
    return reader.done() ? declared : undefined;
  } catch (error) {
    if (error instanceof NotTypeScript) return undefined;
    throw error;
  }
}

class NotTypeScript extends Error {}

const primitives: Readonly<Record<string, JsonSchema>> = {
  string: { type: 'string' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  bigint: { type: 'integer' },
  Date: { type: 'string' },
  object: { type: 'object' },
  null: { type: 'null' },
  any: {},
  unknown: {},
};

/** A recursive-descent reader: its position is the only state. */
class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;
  #malformed = false;
  readonly #uses: string[] = [];

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  done(): boolean {
    while (this.#sign(';')) continue;
    return this.#at >= this.#tokens.length;
  }

  declaration(): DeclaredType {
    while (this.#word('export') || this.#word('declare') || this.#word('const')) continue;
    if (this.#word('interface')) {
      const name = this.#name();
      return this.#declared(name, this.#object());
    }
    if (this.#word('enum')) {
      const name = this.#name();
      return this.#declared(name, this.#enum());
    }
    if (this.#word('type')) {
      const name = this.#name();
      this.#expect('=');
      return this.#declared(name, this.#type());
    }
    return this.#declared(undefined, this.#object());
  }

  #declared(name: string | undefined, schema: JsonSchema): DeclaredType {
    return { name, schema, uses: this.#uses, malformed: this.#malformed };
  }

  #enum(): JsonSchema {
    this.#expect('{');
    const values: Json[] = [];
    while (!this.#sign('}')) {
      const name = this.#name();
      if (this.#sign('=') || this.#malformedSign(':')) values.push(this.#literal());
      else values.push(name);
      if (!this.#sign(',') && !this.#peek('}')) this.#malformed = true;
    }
    return { type: values.every((value) => typeof value === 'string') ? 'string' : 'number', enum: values };
  }

  #object(): JsonSchema {
    this.#expect('{');
    const properties: Record<string, Json> = {};
    const required: string[] = [];
    while (!this.#sign('}')) {
      this.#word('readonly');
      const name = this.#key();
      const optional = this.#sign('?');
      this.#expect(':');
      properties[name] = this.#type();
      if (!optional) required.push(name);
      while (this.#sign(';') || this.#sign(',')) continue;
    }
    return { type: 'object', properties, ...(required.length > 0 ? { required } : {}) };
  }

  #type(): JsonSchema {
    this.#sign('|');
    const members = [this.#postfix()];
    while (this.#sign('|')) members.push(this.#postfix());
    return union(members);
  }

  #postfix(): JsonSchema {
    let schema = this.#single();
    while (this.#peek('[') && this.#tokens[this.#at + 1]?.value === ']') {
      this.#at += 2;
      schema = { type: 'array', items: schema };
    }
    return schema;
  }

  #single(): JsonSchema {
    const token = this.#tokens[this.#at];
    if (token?.kind === 'text' || token?.kind === 'number') return { const: this.#literal() };
    if (this.#peek('{')) return this.#object();
    if (this.#sign('(')) {
      const inner = this.#type();
      this.#expect(')');
      return inner;
    }
    const name = this.#name();
    if (name === 'true' || name === 'false') return { const: name === 'true' };
    if (this.#sign('<')) {
      const inner = [this.#type()];
      while (this.#sign(',')) inner.push(this.#type());
      this.#expect('>');
      if (name === 'Array' || name === 'ReadonlyArray') return { type: 'array', items: inner[0] ?? {} };
      if (name === 'Record') return { type: 'object', additionalProperties: inner[1] ?? {} };
      return {};
    }
    const primitive = ownOf(primitives, name);
    if (primitive) return primitive;
    this.#uses.push(name);
    return { $ref: `#/components/schemas/${name}` };
  }

  #literal(): Json {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'text' && token?.kind !== 'number') throw new NotTypeScript();
    this.#at += 1;
    return token.kind === 'number' ? Number(token.value) : token.value;
  }

  #key(): string {
    const token = this.#tokens[this.#at];
    if (token?.kind === 'text') {
      this.#at += 1;
      return token.value;
    }
    return this.#name();
  }

  #name(): string {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'word') throw new NotTypeScript();
    this.#at += 1;
    return token.value;
  }

  #word(value: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'word' || token.value !== value) return false;
    // A property may be called `type` or `enum` too.
    if (/^[:?]$/.test(this.#tokens[this.#at + 1]?.value ?? '')) return false;
    this.#at += 1;
    return true;
  }

  #peek(value: string): boolean {
    const token = this.#tokens[this.#at];
    return token?.kind === 'sign' && token.value === value;
  }

  #sign(value: string): boolean {
    if (!this.#peek(value)) return false;
    this.#at += 1;
    return true;
  }

  #malformedSign(value: string): boolean {
    const found = this.#sign(value);
    if (found) this.#malformed = true;
    return found;
  }

  #expect(value: string): void {
    if (!this.#sign(value)) throw new NotTypeScript();
  }
}

function union(members: readonly JsonSchema[]): JsonSchema {
  const [only] = members;
  if (members.length === 1 && only) return only;
  if (members.every((member) => 'const' in member)) {
    const values = members.map((member) => member['const'] ?? null);
    return { ...(values.every((value) => typeof value === 'string') ? { type: 'string' } : {}), enum: values };
  }
  return { anyOf: members };
}
