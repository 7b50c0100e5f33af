/** Which requests only read. */
import { isSafe } from '../contract/methods.ts';
import type { Operation } from '../contract/types.ts';

/** Words in a path that say that something happens although the method is safe. */
const verbs =
  'log-?out|sign-?out|send|start|stop|run|execute|trigger|reset|revoke|activate|deactivate|enable|disable|cancel|confirm|approve|reject|delete|remove|purge|sync|restart|publish|unsubscribe';
const effects = new RegExp(String.raw`(?:^|[/:_-])(?:${verbs})(?:[/:_-]|$)`, 'i');

/** True where a valid request only reads (RFC 9110, 9.2.1), as far as method and path tell. */
export const isRead = ({ method, path }: Pick<Operation, 'method' | 'path'>): boolean =>
  isSafe(method) && !hasEffect(path);

/** True for a path that says that something happens. */
export const hasEffect = (path: string): boolean => effects.test(path);

/** Words in the name of a query parameter that say so. Fewer than in paths: `start`, `run` or `sync` may name what is looked for. */
const actions =
  'log-?out|sign-?out|send|execute|trigger|reset|revoke|activate|deactivate|cancel|approve|reject|delete|remove|purge|restart|publish|unsubscribe|recheck|refresh|rescan|rebuild|reindex|clear|flush|mark-as';
const inName = new RegExp(`(?:^|-)(?:${actions})(?:-|$)`, 'i');

/** True for a query parameter whose name says that something happens where it is sent: `recheck_all`, `markAsRead`. */
export const isAction = (name: string): boolean =>
  inName.test(name.replaceAll(/([a-z\d])([A-Z])/g, '$1-$2').replaceAll(/[^A-Za-z\d]+/g, '-'));
