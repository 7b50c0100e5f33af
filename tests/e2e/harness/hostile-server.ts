/** A vendor that behaves on all operations but one: a reverse proxy before the real sandbox, broken in one place. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';

/** What a behaviour gets: the answer to break, and the bare connection under it. */
interface Hostility {
  readonly request: http.IncomingMessage;
  readonly response: http.ServerResponse;
  /** Below TLS where there is TLS. */
  readonly raw: net.Socket;
  /** Sends bytes as they are, in place of an HTTP answer. */
  readonly bytes: (bytes: string | Buffer) => void;
  readonly elsewhere: string;
}
type Behaviour = (hostility: Hostility) => void;

const json = (response: http.ServerResponse, body: string | Buffer, headers: http.OutgoingHttpHeaders = {}) => {
  response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', ...headers });
  response.end(body);
};

/** Writes for ever, as fast as it is read. */
function endlessly(response: http.ServerResponse, chunk: Buffer, limit = Infinity): void {
  let sent = 0;
  const more = () => {
    while (!response.destroyed && sent < limit) {
      sent += chunk.length;
      if (!response.write(chunk)) return void response.once('drain', more);
    }
    if (!response.destroyed) response.end();
  };
  more();
}

const megabyte = Buffer.alloc(1_048_576, 'a');
const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;

/** Compressed streams of a few kilobytes to half a megabyte that become 1 GiB. Made once, in a process of their own: its memory is not the test's. */
const bombs = new Map<string, Buffer>();
function bombOf(maker: 'createBrotliCompress' | 'createGzip'): Buffer {
  const options =
    maker === 'createGzip'
      ? '{level:6}'
      : '{params:{[z.constants.BROTLI_PARAM_QUALITY]:2,[z.constants.BROTLI_PARAM_LGWIN]:24}}';
  const code = `const z=require('zlib');const b=z.${maker}(${options});b.pipe(process.stdout);
    const c=Buffer.alloc(1<<20,'a');let n=0;const w=()=>{while(n++<1024)if(!b.write(c))return b.once('drain',w);b.end()};w()`;
  const bomb = bombs.get(maker) ?? execFileSync(process.execPath, ['-e', code], { maxBuffer: 64 * 1_048_576 });
  bombs.set(maker, bomb);
  return bomb;
}

export const behaviours: Readonly<Record<string, Behaviour>> = {
  'never answers': () => undefined,
  'one byte a second': ({ response }) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 10_000 });
    const timer = setInterval(() => void response.write('{'), 1_000);
    response.on('close', () => clearInterval(timer));
  },
  'endless body': ({ response }) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    endlessly(response, megabyte);
  },
  'body of 200 MB': ({ response }) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 200 * megabyte.length });
    endlessly(response, megabyte, 200 * megabyte.length);
  },
  'headers of 200 KB': ({ bytes }) =>
    bytes(`HTTP/1.1 200 OK\r\n${`X-Filler: ${'a'.repeat(1_000)}\r\n`.repeat(200)}Content-Length: 2\r\n\r\n{}`),
  'truncated body': ({ bytes, raw }) => {
    bytes('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"code":"succ');
    setTimeout(() => raw.end(), 20);
  },
  'reset at once': ({ raw }) => void raw.resetAndDestroy(),
  'reset in mid-body': ({ bytes, raw }) => {
    bytes(
      `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunk('{"code":')}`,
    );
    setTimeout(() => raw.resetAndDestroy(), 50);
  },
  'wrong Content-Encoding': ({ response }) => json(response, '{"code":"success"}', { 'Content-Encoding': 'gzip' }),
  'redirect loop': ({ request, response }) => {
    response.writeHead(302, { Location: request.url ?? '/' });
    response.end();
  },
  'redirect to another origin': ({ request, response, elsewhere }) => {
    response.writeHead(307, { Location: `${elsewhere}${request.url ?? '/'}` });
    response.end();
  },
  'JSON 200,000 deep': ({ response }) => json(response, '['.repeat(200_000) + ']'.repeat(200_000)),
  '__proto__ keys': ({ response }) =>
    json(
      response,
      '{"__proto__":{"status":200,"polluted":true},"constructor":{"prototype":{"polluted":true}},"code":{"__proto__":{"polluted":true}}}',
    ),
  'invalid UTF-8': ({ response }) =>
    json(response, Buffer.concat([Buffer.from('{"code":"'), Buffer.from([0xc3, 0x28, 0xff, 0xfe]), Buffer.from('"}')])),
  'brotli bomb': ({ response }) => json(response, bombOf('createBrotliCompress'), { 'Content-Encoding': 'br' }),
  'gzip bomb': ({ response }) => json(response, bombOf('createGzip'), { 'Content-Encoding': 'gzip' }),
  'endless interim answers': ({ raw, bytes }) => {
    const timer = setInterval(() => bytes('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'.repeat(1_000)), 1);
    raw.on('close', () => clearInterval(timer));
  },
  'broken TLS': ({ raw }) => {
    raw.write(Buffer.from('this is not a TLS record'));
    setTimeout(() => raw.destroy(), 20);
  },
};

/** Operations by how their requests look. */
export const operations = {
  'max-ai-v3/uploadImage': ['POST', /^\/max-ai\/v3\/notes\/[^/]+\/images/],
  'max-ai-v2/getImageUrl': ['GET', /^\/max-ai\/v2\/notes\/[^/]+\/images\/[^/]+\/url/],
  'max-ai-v2/deleteImage': ['DELETE', /^\/max-ai\/v2\/notes\/[^/]+\/images\/[^/?]+/],
  'invox-medical-2026-03-01/generateSignedUrlsForDocuments': ['POST', /^\/invox\/v1\/generate-signed-urls/],
  'invox-medical-2026-03-01/deleteDocument': ['DELETE', /^\/invox\//],
} as const satisfies Record<string, readonly [string, RegExp]>;
export type OperationId = keyof typeof operations;

export interface HostileVendor {
  readonly origin: string;
  /** Requests that reached the origin to which a redirect would lead, with their headers. */
  readonly strays: readonly http.IncomingHttpHeaders[];
  /** How often the broken operation was asked. */
  asked(): number;
  /** File of the certificate to trust, where it speaks TLS. */
  readonly certificate: string | undefined;
  close(): Promise<void>;
}

const listen = (server: net.Server): Promise<number> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));

/** Starts the vendor before a sandbox. With `secure`, over TLS with a certificate of its own. */
export async function startHostile(options: {
  sandbox: string;
  behaviour: string;
  operation: OperationId;
  secure?: boolean;
}): Promise<HostileVendor> {
  const behave = behaviours[options.behaviour];
  if (!behave) throw new Error(`there is no behaviour ${options.behaviour}`);
  if (options.behaviour === 'brotli bomb') bombOf('createBrotliCompress');
  if (options.behaviour === 'gzip bomb') bombOf('createGzip');
  const [method, pattern] = operations[options.operation];
  const behind = new URL(options.sandbox);
  let asked = 0;
  const strays: http.IncomingHttpHeaders[] = [];
  const elsewhere = http.createServer((request, response) => {
    strays.push(request.headers);
    json(response, '{"code":"success"}');
  });
  const elsewherePort = await listen(elsewhere);
  const sockets = new Set<net.Socket>();
  const rawOf = new WeakMap<net.Socket, net.Socket>();
  const server = http.createServer((request, response) => {
    response.on('error', () => undefined);
    if (request.method === method && pattern.test(request.url ?? '')) {
      asked += 1;
      request.resume();
      const { socket } = request;
      const bytes = (what: string | Buffer) => void (socket.writable && socket.write(what));
      return behave({
        request,
        response,
        raw: rawOf.get(socket) ?? socket,
        bytes,
        elsewhere: `http://127.0.0.1:${elsewherePort}`,
      });
    }
    const onward = http.request(
      {
        host: behind.hostname,
        port: behind.port,
        method: request.method,
        path: request.url,
        headers: { ...request.headers, host: behind.host },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.statusMessage, answer.rawHeaders);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  const certificate = options.secure ? selfSigned() : undefined;
  const front = net.createServer((raw) => {
    sockets.add(raw);
    raw.on('close', () => sockets.delete(raw));
    raw.on('error', () => undefined);
    if (!certificate) return void server.emit('connection', raw);
    const secure = new tls.TLSSocket(raw, { isServer: true, secureContext: certificate.context });
    secure.on('error', () => undefined);
    rawOf.set(secure, raw);
    server.emit('connection', secure);
  });
  const port = await listen(front);
  return {
    origin: `${certificate ? 'https' : 'http'}://localhost:${port}`.replace(
      'localhost',
      certificate ? 'localhost' : '127.0.0.1',
    ),
    strays,
    asked: () => asked,
    certificate: certificate?.file,
    async close() {
      for (const socket of sockets) socket.destroy();
      elsewhere.closeAllConnections();
      await Promise.all([front, elsewhere].map((each) => new Promise((resolve) => each.close(resolve))));
    },
  };
}

function selfSigned(): { file: string; context: tls.SecureContext } {
  const folder = mkdtempSync(path.join(tmpdir(), 'hostile-'));
  const [key, file] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '1',
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=DNS:localhost,IP:127.0.0.1',
      '-keyout',
      key,
      '-out',
      file,
    ],
    { stdio: 'ignore' },
  );
  return { file, context: tls.createSecureContext({ key: readFileSync(key), cert: readFileSync(file) }) };
}
