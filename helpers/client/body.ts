/** Request bodies as bytes. */
import type { Body } from '../contract/types.ts';

/** The bytes of a body and its Content-Type, or undefined where there is none. Multipart follows RFC 7578. */
export async function bytesOf(body: Body): Promise<{ bytes: Buffer; contentType: string } | undefined> {
  switch (body.kind) {
    case 'none':
      return undefined;
    case 'json':
      return { bytes: Buffer.from(JSON.stringify(body.value)), contentType: 'application/json' };
    case 'raw':
      return { bytes: Buffer.from(body.bytes), contentType: body.contentType };
    case 'multipart': {
      const form = new FormData();
      for (const part of body.parts) {
        if (part.fileName === undefined) form.append(part.name, new TextDecoder().decode(part.bytes));
        else
          form.append(
            part.name,
            new Blob([new Uint8Array(part.bytes)], { type: part.contentType ?? '' }),
            part.fileName,
          );
      }
      const response = new Response(form);
      return {
        bytes: Buffer.from(await response.arrayBuffer()),
        contentType: response.headers.get('content-type') ?? 'multipart/form-data',
      };
    }
  }
}
