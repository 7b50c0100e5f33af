/** An XML document changed in one place each: its first element of a name is gone, there twice, without attributes, or has another content. */

/** Names of elements that are tried; each costs ten readings of the document. */
const mostNames = 15;

const unlikely = '\u00a7 no such form \u00a7';
const trace = 'Error\n    at run (/srv/app/index.js:10:5)';

const withValue = (attributes: string, value: string): string =>
  attributes.replaceAll(/=\s*(?:"[^"]*"|'[^']*')/g, `="${value}"`);

/** Texts that a clause about an XML body may fail on. */
export function xmlMutations(text: string): string[] {
  const names = [...new Set([...text.matchAll(/<([\w.:-]+)/g)].map(([, name = '']) => name))];
  const changes = names.slice(0, mostNames).flatMap((name) => {
    const element = new RegExp(String.raw`<${name}(?=[\s/>])([^>]*?)(?:/>|>([\s\S]*?)</${name}\s*>)`);
    const of = (changed: (whole: string, attributes: string, inner?: string) => string) =>
      text.replace(element, changed);
    const into = (content: string) =>
      of((_, attributes, inner = '') => `<${name}${attributes}>${content}${inner}</${name}>`);
    return [
      of(() => ''),
      of((whole) => whole + whole),
      of((_, _attributes, inner = '') => `<${name}>${inner}</${name}>`),
      ...[unlikely, '-987654'].map((value) =>
        of((_, attributes, inner = '') => `<${name}${withValue(attributes, value)}>${inner}</${name}>`),
      ),
      into(unlikely),
      into(`<conformance>${trace}</conformance>`),
      ...['', unlikely, '-987654'].map((content) =>
        of((_, attributes) => `<${name}${attributes}>${content}</${name}>`),
      ),
    ];
  });
  return [text.trimEnd().slice(0, -1), ...changes];
}
