/** The words of the suite as types. Nothing here knows Playwright, the network or a vendor. */
export * from './values.ts';
export * from './operation.ts';
export type * from './security.ts';
export * from './exchange.ts';
export * from './request-record.ts';
export * from './clause.ts';
