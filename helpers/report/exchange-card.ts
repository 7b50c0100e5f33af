/** An exchange as Allure's viewer of HTTP exchanges reads it. */
import {
  ALLURE_HTTP_EXCHANGE_CONTENT_TYPE,
  ALLURE_HTTP_EXCHANGE_FILE_EXTENSION,
  ALLURE_HTTP_EXCHANGE_SCHEMA_VERSION,
  ALLURE_HTTP_REDACTED_VALUE,
  type HttpExchange,
} from 'allure-js-commons/http';
import { shownText, type RequestRecord } from '../contract/request-record.ts';
import type { ExchangeRecord } from '../run/exchange-record.ts';

const pairs = (headers: readonly (readonly [string, string])[]) =>
  headers.map(([name, value]) => ({ name, value: value === '<redacted>' ? ALLURE_HTTP_REDACTED_VALUE : value }));

/** Headers as sent, credentials by the variable that stands for them. */
const headersOf = ({ headers, credentials }: RequestRecord): (readonly [string, string])[] => [
  ...credentials.flatMap(({ in: place, name, value }) =>
    place === 'header' ? [[name, shownText(value)] as const] : [],
  ),
  ...headers.map(([name, value]) => [name, shownText(value)] as const),
];

export const exchangeCard = {
  type: ALLURE_HTTP_EXCHANGE_CONTENT_TYPE,
  extension: ALLURE_HTTP_EXCHANGE_FILE_EXTENSION,
  of({ request, answer, unanswered, startedAt, durationMs }: ExchangeRecord): string {
    const start = Date.parse(startedAt);
    const card: HttpExchange = {
      schemaVersion: ALLURE_HTTP_EXCHANGE_SCHEMA_VERSION,
      request: { method: request.method, url: request.url, headers: pairs(headersOf(request)) },
      ...(answer
        ? {
            response: {
              status: answer.status,
              headers: pairs(answer.headers),
              body: {
                contentType: answer.body.startsWith('{') ? 'application/json' : 'text/plain',
                encoding: 'utf8',
                value: answer.body,
              },
            },
          }
        : { error: { name: 'Unanswered', message: unanswered ?? '' } }),
      start,
      stop: start + durationMs,
    };
    return JSON.stringify(card);
  },
};
