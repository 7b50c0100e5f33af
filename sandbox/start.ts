import { createServer as createListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { json, write } from './answer.ts';
import { behaviourOf, type Choice } from './choice.ts';
import { environmentOf } from './environment.ts';
import { createIdentity } from './identity.ts';
import { createServer } from './server.ts';
import { createWorld, damagedFixtures, remainingOf, resetWorld, type World } from './world.ts';

export interface Sandbox {
  /** The environment variables that point the suite at this sandbox. */
  readonly env: Readonly<Record<string, string>>;
  readonly origin: string;
  /** Switches to one named fault or variant, or back to conforming, and forgets everything clients did. */
  use(behaviour?: Choice): void;
  /** What clients made and did not delete, fixtures excluded. */
  remaining(): {
    images: { id: string; noteId: string; fileName: string }[];
    documents: { id: string; name: string }[];
  };
  /** How many HTTP requests were received since the last `use()`. */
  requests(): number;
  /** The ids of fixtures that clients deleted. */
  damaged(): string[];
  close(): Promise<void>;
}

/** Starts both vendors and the object store on a loopback port (a free one, unless `port` says which). */
export async function startSandbox(options: { port?: number } & Choice = {}): Promise<Sandbox> {
  const world = createWorld(createIdentity(), behaviourOf(options));
  const server = await createServer(world);
  addControl(server, world);
  world.origin = await server.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  const second = await listenElsewhere(server);
  world.otherOrigin = `http://127.0.0.1:${(second.address() as AddressInfo).port}`;
  return {
    env: environmentOf(world.identity, world.origin),
    origin: world.origin,
    use: (choice) => resetWorld(world, behaviourOf(choice)),
    remaining: () => remainingOf(world),
    requests: () => world.requests,
    damaged: () => damagedFixtures(world),
    async close() {
      second.closeAllConnections();
      second.close();
      await server.close();
    },
  };
}

// The same server under another origin, for object stores that do not live beside the API.
function listenElsewhere(server: FastifyInstance): Promise<Server> {
  const second = createListener((request, response) => server.routing(request, response));
  return new Promise((resolve, reject) => {
    second.once('error', reject);
    second.listen(0, '127.0.0.1', () => resolve(second));
  });
}

// The state, for tests in other processes.
function addControl(server: FastifyInstance, world: World): void {
  server.get('/_sandbox/state', async (_request, reply) => {
    const state = { remaining: remainingOf(world), damaged: damagedFixtures(world), requests: world.requests };
    reply.hijack();
    write(reply.raw, json(200, state));
  });
  server.post('/_sandbox/use', async (request, reply) => {
    reply.hijack();
    try {
      const text = Buffer.isBuffer(request.body) ? request.body.toString() : '';
      resetWorld(world, behaviourOf(JSON.parse(text || '{}') as Choice));
      write(reply.raw, json(200, {}));
    } catch (error) {
      write(reply.raw, json(400, { message: error instanceof Error ? error.message : 'unreadable' }));
    }
  });
}
