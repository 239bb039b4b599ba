import type { ReportOutcome } from './faults/fault-action.ts';
import type { Params } from './params/decode-parameter.ts';
import type { AdAccount } from './store/accounts.ts';
import type { TokenGrant } from './store/tokens.ts';
import type { World } from './world.ts';

/** One Graph request after decoding, as every handler sees it. */
export interface GraphCall {
  readonly world: World;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** `v26.0`. */
  readonly version: string;
  /** Without version, with leading slash. */
  readonly path: string;
  readonly params: Params;
  readonly grant: TokenGrant;
  /** From the Host header: `paging.next` is absolute. */
  readonly origin: string;
  /** Set by an injected fault on the POST that starts a report. */
  readonly reportOutcome: ReportOutcome | null;
}

/** A call about one ad account. */
export interface AccountCall extends GraphCall {
  readonly account: AdAccount;
}

export interface GraphReply {
  readonly body: unknown;
  /** Ids of what this call made. */
  readonly created: readonly string[];
}

export function reply(body: unknown): GraphReply {
  return { body, created: NOTHING };
}

const NOTHING: readonly string[] = [];
