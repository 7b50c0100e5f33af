/** Makes a resource as its profile says: the create operation, and where it has one, the upload that completes it. */
import { json } from '../checks/read.ts';
import { at } from '../contract/pointer.ts';
import type { Exchange } from '../contract/types.ts';
import type { Plugin } from './plugin.ts';
import type { ResourceKind } from './resources.ts';
import type { Profile } from './schema.ts';
import type { Sender, Resource } from './vendor.ts';
import { uploadCall } from './creation.ts';

interface Maker {
  readonly profile: Profile;
  readonly plugin: Plugin | undefined;
  /** What it is part of, where that was made for it. */
  readonly parent?: Resource | undefined;
  readonly made: (id: string) => Resource;
  readonly idsIn: (exchange: Exchange, kind: ResourceKind) => readonly string[];
}

/** The new resource; undefined where the vendor did not make one. */
export async function createResource(
  kind: ResourceKind,
  { profile, plugin, parent, made, idsIn }: Maker,
  sender: Sender,
): Promise<Resource | undefined> {
  const exchange = await sender.call(kind.create, (valid) => valid, {
    purpose: 'setup',
    ...(parent && { resource: parent }),
  });
  const [id] = idsIn(exchange, kind);
  if (id === undefined) return undefined;
  await complete(kind, exchange, { profile, plugin }, sender);
  return made(id);
}

/** Puts the content of a new resource to the address that the create operation answered with. */
export async function complete(
  { kind, spec, create }: ResourceKind,
  exchange: Exchange,
  { profile, plugin }: Pick<Maker, 'profile' | 'plugin'>,
  sender: Sender,
): Promise<void> {
  const step = spec.create.then;
  if (step === undefined || exchange.kind !== 'answered') return;
  const body = json(exchange.answer);
  const found = body.ok ? at(body.value, step.put) : undefined;
  const url = typeof found === 'string' ? found : '';
  const reply = await sender.fetch(
    url,
    {
      method: 'PUT',
      headers: plugin?.uploadHeaders?.(url) ?? {},
      body: { bytes: Buffer.from(step.text), contentType: step.contentType },
    },
    uploadCall(profile.vendor, kind),
  );
  if (reply.kind !== 'answered' || step.proves === undefined) return;
  sender.assertClause(`${create}/${step.proves}`, {
    holds: reply.answer.status < 300,
    code: 'UPLOAD_REFUSED',
    at: step.put,
    expected: 'the content of the resource is accepted',
    actual: String(reply.answer.status),
  });
}
