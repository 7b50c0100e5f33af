/** Anchors of the page. */

/** Safe as an id and, as it stands, as a fragment of an address. */
export function anchor(kind: 'cause' | 'clause' | 'cell' | 'operation', id: string): string {
  return `${kind}:${id.replace(/[^\w./-]+/g, '_')}`;
}
