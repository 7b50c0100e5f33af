import { randomBytes, randomUUID } from 'node:crypto';

export interface ApiKey {
  readonly secret: string;
  /** The rate limit counts by app, and one app may have several keys. */
  readonly app: string;
  readonly scopes: readonly string[];
}

export interface InvoxApp {
  readonly id: string;
  readonly apiKey: string;
  readonly services: readonly string[];
}

/** What stays the same from start to close, so that the printed environment stays true. */
export interface Identity {
  readonly organization: string;
  readonly foreignOrganization: string;
  readonly provider: string;
  readonly key: ApiKey;
  readonly restrictedKey: ApiKey;
  readonly rateLimitKey: ApiKey;
  readonly notes: {
    readonly ordinary: string;
    readonly signed: string;
    readonly foreign: string;
    readonly ehrFailure: string;
  };
  readonly images: {
    readonly ordinary: string;
    readonly signed: string;
    readonly foreign: string;
    readonly ehrFailure: string;
  };
  readonly invoxApp: InvoxApp;
  readonly restrictedInvoxApp: InvoxApp;
  readonly storeKey: { readonly id: string; readonly secret: string };
}

const hex = (bytes: number) => randomBytes(bytes).toString('hex');

/** Generates every id and credential; none of them is a real secret or looks like one. */
export function createIdentity(): Identity {
  const app = `app_${hex(8)}`;
  return {
    organization: `org_${hex(16)}`,
    foreignOrganization: `org_${hex(16)}`,
    provider: randomUUID(),
    key: { secret: `sbx_ak_${hex(20)}`, app, scopes: ['read:note_images', 'write:note_images'] },
    restrictedKey: { secret: `sbx_ak_${hex(20)}`, app, scopes: ['read:patients'] },
    rateLimitKey: {
      secret: `sbx_ak_${hex(20)}`,
      app: `app_${hex(8)}`,
      scopes: ['read:note_images', 'write:note_images'],
    },
    notes: { ordinary: randomUUID(), signed: randomUUID(), foreign: randomUUID(), ehrFailure: randomUUID() },
    images: { ordinary: randomUUID(), signed: randomUUID(), foreign: randomUUID(), ehrFailure: randomUUID() },
    invoxApp: { id: `sbx-app-${hex(6)}`, apiKey: `sbx-ik-${hex(20)}`, services: ['documents'] },
    restrictedInvoxApp: { id: `sbx-app-${hex(6)}`, apiKey: `sbx-ik-${hex(20)}`, services: ['translate-transcription'] },
    storeKey: { id: `SBXSTORE${hex(6)}`, secret: hex(20) },
  };
}
