import type { Behaviour } from './behaviour.ts';
import type { Identity } from './identity.ts';
import type { Limiter } from './max-ai/limiter.ts';
import { sniff, type ImageType } from './max-ai/image-type.ts';

export interface Note {
  readonly id: string;
  readonly organization: string;
  readonly signed: boolean;
  readonly ehrFails: boolean;
}

export interface Image {
  readonly id: string;
  readonly noteId: string;
  readonly fileName: string;
  readonly mimeType: ImageType;
  readonly size: number;
  readonly objectKey: string;
  readonly fixture: boolean;
  archived: boolean;
}

export interface Document {
  readonly id: string;
  /** The id of the application that made it. */
  readonly owner: string;
  readonly name: string;
  readonly type: 'PDF' | 'TXT';
  readonly objectKey: string;
}

export interface StoredObject {
  readonly bytes: Buffer;
  readonly contentType: string;
}

/** Everything the sandbox knows; all but identity, origins and tokens starts anew with each `use()`. */
export interface World {
  readonly identity: Identity;
  /** Where the sandbox listens, and where else its object store does. */
  origin: string;
  otherOrigin: string;
  /** Access tokens, by their text, with the application and the time (ms) at which they expire. */
  readonly tokens: Map<string, { readonly appId: string; readonly expiresAt: number }>;
  behaviour: Behaviour;
  notes: Map<string, Note>;
  images: Map<string, Image>;
  documents: Map<string, Document>;
  objects: Map<string, StoredObject>;
  limiter: Limiter;
  /** How many answers were given: by place, and by place and status. */
  answers: Map<string, number>;
  requests: number;
}

/** A world with its fixtures and nothing else. Origins are filled in when the server listens. */
export function createWorld(identity: Identity, behaviour: Behaviour): World {
  return { identity, origin: '', otherOrigin: '', tokens: new Map(), behaviour, ...fresh(identity, behaviour) };
}

/** Resets what clients did, restores the fixtures, and switches to a behaviour. */
export function resetWorld(world: World, behaviour: Behaviour): void {
  world.behaviour = behaviour;
  Object.assign(world, fresh(world.identity, behaviour));
}

/** Fixtures that clients deleted, by id. */
export function damagedFixtures(world: World): string[] {
  return [...world.images.values()].filter((image) => image.fixture && image.archived).map(({ id }) => id);
}

/** What clients made and did not delete. */
export function remainingOf(world: World) {
  const images = [...world.images.values()].filter((image) => !image.fixture && !image.archived);
  return {
    images: images.map(({ id, noteId, fileName }) => ({ id, noteId, fileName })),
    documents: [...world.documents.values()].map(({ id, name }) => ({ id, name })),
  };
}

/** Where the bytes of an image are kept. */
export function imageKey(organization: string, noteId: string, imageId: string, mimeType: ImageType): string {
  return `clinic-files/${organization}/${noteId}/${imageId}.${mimeType === 'image/png' ? 'png' : 'jpg'}`;
}

function fresh(identity: Identity, behaviour: Behaviour) {
  const notes = new Map<string, Note>();
  const images = new Map<string, Image>();
  const objects = new Map<string, StoredObject>();
  for (const kind of ['ordinary', 'signed', 'foreign', 'ehrFailure'] as const) {
    const organization = kind === 'foreign' ? identity.foreignOrganization : identity.organization;
    const note = { id: identity.notes[kind], organization, signed: kind === 'signed', ehrFails: kind === 'ehrFailure' };
    const id = identity.images[kind];
    const mimeType = sniff(PIXEL) ?? 'image/png';
    const objectKey = imageKey(organization, note.id, id, mimeType);
    const fileName = `${kind}.png`;
    notes.set(note.id, note);
    images.set(id, {
      id,
      noteId: note.id,
      fileName,
      mimeType,
      size: PIXEL.length,
      objectKey,
      fixture: true,
      archived: false,
    });
    objects.set(objectKey, { bytes: PIXEL, contentType: mimeType });
  }
  const limiter = behaviour.limiter.create(behaviour.limiter.limit, behaviour.limiter.windowMs);
  return {
    notes,
    images,
    objects,
    limiter,
    documents: new Map<string, Document>(),
    answers: new Map<string, number>(),
    requests: 0,
  };
}

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
