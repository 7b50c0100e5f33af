import type { Change } from '../behaviour.ts';
import { from, type Variant } from '../catalogue.ts';
import type { StepName } from '../max-ai/call.ts';

// Requests are validated in another order.

const withOrder = (order: readonly StepName[]) => ({ maxAi: { order } });

const ordered = (...order: StepName[]): Change => ({ maxAi: { order } });

export const order: readonly Variant[] = [
  {
    name: 'parameters-before-credentials',
    title: 'Parameters are checked before the key',
    change: withOrder([
      'organization',
      'provider',
      'ids',
      'file',
      'authentication',
      'rateLimit',
      'scope',
      'knownProvider',
      'note',
      'image',
      'signed',
      'ehr',
    ]),
  },
  {
    name: 'lookup-before-parameters',
    title: 'Note and image are looked up before parameters and file are checked',
    change: withOrder([
      'authentication',
      'rateLimit',
      'scope',
      'organization',
      'ids',
      'note',
      'image',
      'signed',
      'provider',
      'knownProvider',
      'file',
      'ehr',
    ]),
  },
  {
    name: 'scope-last',
    title: 'The scope is checked last',
    change: withOrder([
      'authentication',
      'rateLimit',
      'organization',
      'provider',
      'ids',
      'file',
      'knownProvider',
      'note',
      'image',
      'scope',
      'signed',
      'ehr',
    ]),
  },
  {
    name: 'invox-body-before-token',
    title: 'Invox Medical checks version and body before the token',
    change: { invox: { order: ['version', 'json', 'body', 'token', 'permission', 'document'] } },
  },
  {
    name: 'invox-permission-last',
    title: 'Invox Medical checks the permission after version and body',
    change: { invox: { order: ['token', 'version', 'json', 'body', 'permission', 'document'] } },
  },
  ...from('held-out', [
    {
      name: 'lookup-before-credentials',
      title: 'Note and image are looked up before the key is checked',
      change: ordered(
        'organization',
        'ids',
        'note',
        'image',
        'authentication',
        'rateLimit',
        'scope',
        'provider',
        'file',
        'knownProvider',
        'signed',
        'ehr',
      ),
    },
    {
      name: 'file-first',
      title: 'The file is read and checked first',
      change: ordered(
        'file',
        'authentication',
        'rateLimit',
        'provider',
        'ids',
        'organization',
        'scope',
        'knownProvider',
        'note',
        'image',
        'signed',
        'ehr',
      ),
    },
    {
      name: 'state-before-scope',
      title: 'The state of the note and the EHR are checked before the scope',
      change: ordered(
        'authentication',
        'rateLimit',
        'ids',
        'organization',
        'note',
        'image',
        'signed',
        'ehr',
        'scope',
        'provider',
        'file',
        'knownProvider',
      ),
    },
  ]),
];
