/** Which requests only read. */
import { isSafe } from '../contract/methods.ts';
import { at, isObject } from '../contract/pointer.ts';
import type { Operation, Parameter } from '../contract/types.ts';

/** Words in a path that say that something happens although the method is safe. */
const verbs =
  'log-?out|sign-?out|send|start|stop|run|execute|trigger|reset|revoke|activate|deactivate|enable|disable|cancel|confirm|approve|reject|delete|remove|purge|sync|restart|publish|unsubscribe';
const effects = new RegExp(String.raw`(?:^|[/:_.-])(?:${verbs})(?:[/:_.-]|$)`, 'i');
/** A word of a segment that begins with one: `/stopExposing`, not `/startDate`. */
const beginning = new RegExp(String.raw`(?:^|/)(?:${verbs})(?!Date|Time|Id|Status|Type)[A-Z]`);

/** Words that a summary begins with. Fewer than in paths: "Send search terms" or "Create an archive" only read, as do "Stops near a place". */
const said =
  /^\W*(?:(?:log ?out|sign ?out|disconnect|revoke|activate|deactivate|cancel|approve|reject|delete|remove|purge|publish|unsubscribe)(?:e?s)?\s|(?:start|stop|pause|resume|restart|reset)s?\s+(?:an?|the|all|this|its?|your)\s)/i;

/** What tells whether an operation reads; without a document its method and path alone. */
type Told = Pick<Operation, 'method' | 'path'> & Partial<Pick<Operation, 'contract' | 'pointer'>>;

/** True where a valid request only reads (RFC 9110, 9.2.1), as far as method, path and the beginning of the summary tell. */
export const isRead = (operation: Told): boolean =>
  isSafe(operation.method) && !hasEffect(operation.path) && !said.test(`${summaryOf(operation)} `);

/** True for a path that says that something happens. */
export const hasEffect = (path: string): boolean => effects.test(path) || beginning.test(path);

function summaryOf({ contract, pointer }: Told): string {
  const written = contract && pointer !== undefined ? at(contract.document, pointer) : undefined;
  const { summary, description } = isObject(written) ? written : {};
  return [summary, description].find((each) => typeof each === 'string' && each !== '') as string;
}

/** Words in the name of a query parameter that say so. Fewer than in paths: `start`, `run` or `sync` may name what is looked for. */
const actions =
  'log-?out|sign-?out|send|execute|trigger|reset|revoke|activate|deactivate|cancel|approve|reject|delete|remove|purge|restart|publish|unsubscribe|re-?check|refresh|re-?scan|re-?build|re-?index|clear|flush|mark-as|un-?pause|pause-all';
const firstInName = new RegExp(`^(?:${actions})(?:-|$)`, 'i');
const anywhereInName = new RegExp(`(?:^|-)(?:${actions})(?:-|$)`, 'i');
/** `trigger_type`, `include_delete`: what is looked for, and what is shown. */
const names =
  /^(?:filters?|include|exclude|show|hide|with|is|has|was|only|last|next|list|skip|no)-|-(?:ids?|types?|by|at|on|date|time|status|state|key|token|count|name|before|after|since|until|url|reason|code|format)$/i;

/** Words that the description of a switch begins with: "Pause or unpause the watch", "Set mute state", "If true, triggers a recheck". */
const switches =
  /^\W*(?:(?:if|when|set(?:ting)? (?:this|it|to))\b[^.;]{0,60}?[,:]\s*)?(?:(?:will|also|then|to|it|this|the \w+|immediately|force[sd]?(?: an?)?)\s+)*?(?:sets? (?:the |its )?\w+ (?:state|status)|(?:un-?paus|paus|resum|un-?mut|mut|re-?check|re-?scan|re-?index|re-?build|restart|purg|flush|delet|reset|trigger|mark|activat|deactivat|cancel|revok|publish)(?:e|es|s)?)\b/i;

/** A query parameter with what its document says of it. */
export type Said = Pick<Parameter, 'name'> & Partial<Pick<Parameter, 'schema'>> & { readonly description?: string };

/**
 * True for a query parameter that says that something happens where it is sent: by its name (`recheck_all`, `markAsRead`) or, where
 * it is a switch (a boolean, or one of a list), also by the beginning of its description.
 */
export function isAction({ name, schema = {}, description = '' }: Said): boolean {
  const isSwitch = schema['type'] === 'boolean' || schema['type'] === undefined || schema['enum'] !== undefined;
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1-$2')
    .replaceAll(/[^A-Za-z\d]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  const isNamed = (isSwitch ? anywhereInName : firstInName).test(words) && !names.test(words);
  return isNamed || (isSwitch && switches.test(description));
}
