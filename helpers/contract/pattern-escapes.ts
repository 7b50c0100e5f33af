/** Escapes of ECMA-262 (21.2.1, with the `u` flag) in the words of RE2. */

/** What ECMA-262 calls white space and line ends, for use inside a class of characters. */
const space = '\\t-\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}';
const notSpace =
  '\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}';
const any = '[^\\n\\r\\x{2028}\\x{2029}]';

/** A part that stands outside all classes, in the words of RE2. Throws where RE2 has none for it. */
export function outside(text: string): string {
  if (text === '.') return any;
  if (text === '\\s') return `[${space}]`;
  if (text === '\\S') return `[^${space}]`;
  if (text === '$') return '\\z';
  if (/^\(\?(?:[=!]|<[=!])/.test(text)) throw new Error('look-ahead and look-behind need backtracking');
  if (/^\(\?<[^=!]/.test(text)) return text.replace('(?<', '(?P<');
  return escaped(text);
}

/** A part that stands inside a class of characters. */
export function inside(text: string): string {
  if (text === '\\s') return space;
  if (text === '\\S') return notSpace;
  if (text === '\\b') return '\\x{8}';
  if (text === '[' || text === '&' || text === '~') return `\\${text}`;
  return escaped(text);
}

/** One escape, or one character, outside and inside of classes. */
function escaped(text: string): string {
  if (/^\\(?:[1-9]|k<)/.test(text)) throw new Error('back references need backtracking');
  if (text === '\\0') return '\\x{0}';
  const control = /^\\c([A-Za-z])$/.exec(text)?.[1];
  if (control !== undefined) return hexadecimal(control.charCodeAt(0) % 32);
  const code = /^\\(?:x|u\{?)([0-9A-Fa-f]+)\}?$/.exec(text)?.[1];
  if (code !== undefined) return hexadecimal(Number.parseInt(code, 16));
  const property = /^\\([pP])\{(?:(?:General_Category|gc|Script|sc|Script_Extensions|scx)=)?(\w+)\}$/.exec(text);
  if (property) return `\\${property[1]}{${categories[property[2] ?? ''] ?? property[2] ?? ''}}`;
  if (/^\\[^A-Za-z0-9]$/u.test(text)) return literal(text.slice(1));
  if (!text.startsWith('\\') && text.length > 1 && text.codePointAt(0)! > 0xffff)
    return hexadecimal(text.codePointAt(0)!);
  return text;
}

const hexadecimal = (code: number): string => `\\x{${code.toString(16)}}`;

/** A character that means itself; RE2 knows escapes of punctuation in ASCII only. */
const literal = (character: string): string =>
  /^[!-/:-@[-`{-~]$/.test(character) ? `\\${character}` : hexadecimal(character.codePointAt(0) ?? 0);

/** Long names of general categories (Unicode, PropertyValueAliases) and their short ones, which RE2 knows. */
const categories: Readonly<Record<string, string>> = {
  Letter: 'L',
  Uppercase_Letter: 'Lu',
  Lowercase_Letter: 'Ll',
  Titlecase_Letter: 'Lt',
  Modifier_Letter: 'Lm',
  Other_Letter: 'Lo',
  Mark: 'M',
  Nonspacing_Mark: 'Mn',
  Number: 'N',
  Decimal_Number: 'Nd',
  digit: 'Nd',
  Letter_Number: 'Nl',
  Other_Number: 'No',
  Punctuation: 'P',
  punct: 'P',
  Connector_Punctuation: 'Pc',
  Dash_Punctuation: 'Pd',
  Symbol: 'S',
  Math_Symbol: 'Sm',
  Currency_Symbol: 'Sc',
  Separator: 'Z',
  Space_Separator: 'Zs',
  Other: 'C',
  Control: 'Cc',
  cntrl: 'Cc',
  Format: 'Cf',
};
