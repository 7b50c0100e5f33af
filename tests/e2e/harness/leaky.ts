/** A vendor that repeats to everybody what nobody should see: the sandbox behind a proxy that puts canaries into its answers. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** What must be found nowhere, by name. Those of the caller come from the environment and are repeated to it. */
export const planted = {
  patient: 'Zebulon Quackenbush-Orlowski',
  birthday: '1931-02-29T04:05:06Z of Quackenbush',
  signature: 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee42',
  googleSignature: 'beefcafe00beefcafe00beefcafe00beefcafe00beefcafe00beefcafe001234',
  azureSignature: 'Qm9uZHNpZ25hdHVyZUNhbmFyeTEyMzQ1Njc4OTA=',
  securityToken: 'FwoGZXIvYXdzECanarySecurityTokenValue0123456789abcdef',
  cookie: 'canary-session-4f7a9bd1c2e3',
} as const;

export interface Leaky {
  readonly origin: string;
  close(): Promise<void>;
}

const urls = [
  `https://b.s3.amazonaws.com/k?X-Amz-Signature=${planted.signature}&X-Amz-Security-Token=${encodeURIComponent(planted.securityToken)}`,
  `https://storage.googleapis.com/k?X-Goog-Signature=${planted.googleSignature}`,
  `https://x.blob.core.windows.net/k?sv=2024&sig=${encodeURIComponent(planted.azureSignature)}`,
];

/** `mild` keeps every promise and puts the canaries only where nothing is promised. */
export async function startLeaky(sandbox: string, mild = false): Promise<Leaky> {
  const { hostname, port, host } = new URL(sandbox);
  const server = http.createServer((request, response) => {
    const onward = http.request(
      { hostname, port, method: request.method, path: request.url, headers: { ...request.headers, host } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const body = spoil(Buffer.concat(chunks), request, mild);
          const headers = { ...answer.headers, 'content-length': String(body.length) };
          response.writeHead(answer.statusCode ?? 500, {
            ...headers,
            'x-patient': planted.patient,
            'x-debug': String(request.headers['authorization'] ?? 'none'),
            'set-cookie': `session=${planted.cookie}; Path=/`,
            link: urls.map((url) => `<${url}>`).join(', '),
          });
          response.end(body);
        });
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Error bodies get the canaries where their schema has a text, and beside it. */
function spoil(body: Buffer, request: http.IncomingMessage, mild: boolean): Buffer {
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    return body;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value) || request.url?.includes('token'))
    return body;
  const said = `patient ${planted.patient}, born ${planted.birthday}`;
  const all = `${said}; ${request.headers['authorization'] ?? ''}; ${urls.join(' ')}`;
  const texts = ['message', 'messsage'].filter((name) => name in (value as object));
  return Buffer.from(
    JSON.stringify({
      ...value,
      ...Object.fromEntries(texts.map((name) => [name, mild ? said : all])),
      ...(mild ? {} : { debug: all, [planted.patient]: planted.birthday, patientName: planted.patient }),
    }),
  );
}
