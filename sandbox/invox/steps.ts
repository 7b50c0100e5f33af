import { SIGNED_URLS } from '../operations.ts';
import type { Step, StepName } from './call.ts';
import { plainFailure, typedFailure } from './envelope.ts';

/** The first API version that has these endpoints, and the default where a request names none. */
export const API_VERSION = '2026-03-01';

const token: Step = (call, world) => {
  const { bearer, findToken } = world.behaviour.invox;
  const presented = bearer(call.authorization, call.operation);
  const appId = presented === undefined ? undefined : findToken(presented, world, call.operation);
  const { invoxApp, restrictedInvoxApp } = world.identity;
  const app = [invoxApp, restrictedInvoxApp].find(({ id }) => id === appId);
  if (app) call.app = app;
  return app ? undefined : plainFailure(401, 'Unauthorized', { 'WWW-Authenticate': 'Bearer' });
};

const permission: Step = ({ app }) =>
  app && !app.services.includes('documents')
    ? plainFailure(403, 'The API Key is not allowed to consume this service')
    : undefined;

const version: Step = ({ apiVersion = API_VERSION }) => {
  if (isDate(apiVersion) && apiVersion >= API_VERSION) return undefined;
  return typedFailure(400, 'invalidApiVersionForEndpoint', 'The API version is not valid for this endpoint');
};

const json: Step = (call) => {
  const parsed = /^application\/(.+\+)?json\b/i.test(call.contentType ?? '') ? parse(call.rawBody) : undefined;
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return typedFailure(400, 'invalidRequestBody', 'The request body must be a JSON object');
  }
  call.body = parsed as Record<string, unknown>;
  return undefined;
};

const body: Step = ({ operation, body: sent = {} }) => {
  const wrong =
    operation === SIGNED_URLS ? wrongInSignedUrls(sent) : isText(sent['documentId']) ? undefined : 'documentId';
  return wrong === undefined ? undefined : typedFailure(400, 'invalidRequestBody', `${wrong} is missing or not valid`);
};

const document: Step = (call, world) => {
  if (call.operation === SIGNED_URLS) return undefined;
  const found = world.documents.get(String(call.body?.['documentId']));
  if (!found || found.owner !== call.app?.id) return typedFailure(404, 'documentNotFound', 'Document not found');
  call.document = found;
  return undefined;
};

/** The checks before an operation does its work. */
export const steps: Readonly<Record<StepName, Step>> = { token, permission, version, json, body, document };

/** The order of the checks; the documents state none. */
export const order: readonly StepName[] = ['token', 'permission', 'version', 'json', 'body', 'document'];

function wrongInSignedUrls(sent: Readonly<Record<string, unknown>>): string | undefined {
  if (!isText(sent['consultationSessionId'])) return 'consultationSessionId';
  const documents = sent['documents'];
  if (!Array.isArray(documents) || documents.length === 0) return 'documents';
  return documents.every(isDocument) ? undefined : 'documents';
}

function isDocument(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { documentType, documentName } = value as Record<string, unknown>;
  return (documentType === 'PDF' || documentType === 'TXT') && isText(documentName);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const isDate = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
