/** The frame of a page that stands alone: nothing but its own style and script runs in it, and nothing reaches a network. */
import { createHash } from 'node:crypto';
import { html, own, type Html } from './html.ts';

/** What makes a page. */
export interface PageParts {
  readonly title: string;
  /** A `data:` URL. */
  readonly icon: string;
  readonly style: string;
  readonly script?: string;
  readonly body: Html;
}

/** The whole page, as text. */
export function pageDocument({ title, icon, style, script, body }: PageParts): string {
  const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const scripts = script === undefined ? '' : ` script-src ${digest(script)};`;
  const policy = `default-src 'none'; style-src ${digest(style)};${scripts} img-src data:; base-uri 'none'; form-action 'none'`;
  return String(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="Content-Security-Policy" content="${policy}" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="referrer" content="no-referrer" />
          <title>${title}</title>
          <link rel="icon" href="${icon}" />
          ${own(`<style>${style}</style>`)}
        </head>
        <body>
          ${body} ${script === undefined ? undefined : own(`<script>${script}</script>`)}
        </body>
      </html> `,
  );
}
