const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export type Resource = 'img' | 'nte' | 'prv';

/** An id as the given API version prints it: v2 the UUID, v3 `img_` + its hex digits. */
export function printId(version: 2 | 3, resource: Resource, uuid: string): string {
  return version === 2 ? uuid : `${resource}_${uuid.replaceAll('-', '')}`;
}

/** The UUID behind an id that a caller sent, or undefined where it is not an id of this API version. */
export function readId(version: 2 | 3, resource: Resource, id: string): string | undefined {
  if (version === 2) return UUID.test(id) ? id.toLowerCase() : undefined;
  const [, hex] = new RegExp(`^${resource}_([0-9a-f]{32})$`).exec(id) ?? [];
  return hex?.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
