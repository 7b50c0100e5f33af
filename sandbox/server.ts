import multipart from '@fastify/multipart';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { write, type Answer } from './answer.ts';
import { count, type Context } from './context.ts';
import { invoxRoutes } from './invox/routes.ts';
import { maxAiRoutes } from './max-ai/routes.ts';
import { objectStoreRoutes } from './object-store/routes.ts';
import type { Place } from './operations.ts';
import { methodNotAllowed, notFound, unreadable } from './strays.ts';
import type { World } from './world.ts';

export interface Route {
  readonly place: Place;
  readonly method: string;
  readonly url: string;
  readonly serve: (request: FastifyRequest) => Promise<Answer>;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const LARGEST_BODY = 48 * 1024 * 1024;

/** Both vendors and the object store as one server that does not listen yet. */
export async function createServer(world: World): Promise<FastifyInstance> {
  const server = Fastify({
    logger: false,
    forceCloseConnections: true,
    bodyLimit: LARGEST_BODY,
    routerOptions: { maxParamLength: 10_000 },
    frameworkErrors: (error, request, reply) =>
      void finish(world, 'nowhere', request, reply, unreadable(world, request, error)),
  });
  readBodiesAsBytes(server);
  await server.register(multipart, { limits: { fileSize: LARGEST_BODY, files: 10 } });
  server.addHook('onRequest', (request, _reply, done) => {
    if (!request.url.startsWith('/_sandbox/')) world.requests += 1;
    done();
  });
  addRoutes(server, world, [...maxAiRoutes(world), ...invoxRoutes(world), ...objectStoreRoutes(world)]);
  server.setNotFoundHandler((request, reply) => finish(world, 'nowhere', request, reply, notFound(world, request)));
  server.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    if ((error.statusCode ?? 500) >= 500) console.error(error);
    return finish(world, 'nowhere', request, reply, unreadable(world, request, error));
  });
  return server;
}

function addRoutes(server: FastifyInstance, world: World, routes: readonly Route[]): void {
  const allowed = new Map<string, string[]>();
  for (const { place, method, url, serve } of routes) {
    allowed.set(url, [...(allowed.get(url) ?? []), method]);
    server.route({
      method,
      url,
      exposeHeadRoute: false,
      handler: async (request, reply) => {
        const context = contextOf(world, place, request);
        const answer = world.behaviour.intercept?.(context) ?? (await serve(request));
        await send(world, context, reply, answer);
      },
    });
  }
  for (const [url, methods] of allowed) {
    const others = METHODS.filter((method) => !methods.includes(method));
    if (others.length === 0) continue;
    server.route({
      method: others,
      url,
      exposeHeadRoute: false,
      handler: (request, reply) => finish(world, 'nowhere', request, reply, methodNotAllowed(world, request, methods)),
    });
  }
}

async function finish(
  world: World,
  place: Place,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Answer,
): Promise<void> {
  await send(world, contextOf(world, place, request), reply, answer);
}

async function send(world: World, context: Context, reply: FastifyReply, answer: Answer): Promise<void> {
  const last = world.behaviour.answer ? await world.behaviour.answer(context, answer) : answer;
  reply.hijack();
  write(reply.raw, last);
}

function contextOf(world: World, place: Place, request: FastifyRequest): Context {
  const { method, url, headers } = request;
  return { place, method, url, headers, world, nth: count(world, place) };
}

// Steps, not Fastify, decide what a body that cannot be read means, and in which order.
function readBodiesAsBytes(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}
