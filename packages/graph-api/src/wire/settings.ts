import type { Dispatcher } from 'undici';
import { z } from 'zod';
import type { BudgetChangeLedger } from '../budget/change-ledger.ts';
import type { GovernorOptions } from '../governor/governor-settings.ts';
import type { Usage } from './usage.ts';

/** Times in milliseconds. Each is its own: `total` bounds one call whatever the parts do. */
export interface Timeouts {
  /** Until the TCP and TLS connection stands. Default 5 s. */
  readonly connectMs: number;
  /** From the last byte sent to the first header received. Default 30 s: creates at Meta can take that long. */
  readonly headersMs: number;
  /** Between two pieces of the body. Default 15 s. */
  readonly bodyMs: number;
  /** The whole call. Default 60 s. */
  readonly totalMs: number;
  /** All pages of one list. Default 5 minutes. */
  readonly listMs: number;
}

/** Told after each answer that carried usage headers, so that a governor can slow down. Must not throw. */
export type UsageListener = (usage: Usage, context: { readonly adAccountId: string }) => void;

/** A part of the ports of every composition root that talks to Meta. */
export interface GraphPorts {
  /** What carries requests. Default: connections of the client's own. It is the caller's to close. */
  readonly dispatcher?: Dispatcher | undefined;
}

export interface GraphSettings extends GraphPorts {
  /** Scheme and host, no version: https://graph.facebook.com */
  readonly baseUrl: string;
  /** `v26.0`. Never unversioned: Meta would pick the oldest. */
  readonly version: string;
  /** When set, every call carries appsecret_proof. */
  readonly appSecret?: string | undefined;
  /** Proof over token and time, valid for 5 minutes, sent with appsecret_time. Default false: the plain proof. */
  readonly timedProof?: boolean | undefined;
  readonly timeouts?: Partial<Timeouts> | undefined;
  /** Answers above this are refused unread. Default 10 MiB. */
  readonly maxAnswerBytes?: number | undefined;
  /** Open connections. Default 128: a worker per saga in flight, and room. */
  readonly maxConnections?: number | undefined;
  /** A throttle whose headers name no time. Default 60 s, the shortest block Meta documents. */
  readonly defaultRegainMs?: number | undefined;
  readonly onUsage?: UsageListener | undefined;
  /** How calls are held back before Meta does. `false`: not at all. */
  readonly governor?: GovernorOptions | false | undefined;
  /** The app of the tokens: needed to look at tokens and to renew them. */
  readonly appId?: string | undefined;
  /** Scheme and host for uploads of video bytes. Default graph-video.facebook.com for Meta, else the base URL. */
  readonly videoBaseUrl?: string | undefined;
  /** Default: in memory, which forgets with the process. */
  readonly budgetLedger?: BudgetChangeLedger | undefined;
  /** The clock of proofs and limits. Default Date.now. */
  readonly nowMs?: (() => number) | undefined;
}

const settingsSchema = z.object({
  baseUrl: z.url({ protocol: /^https?$/ }).refine((url) => !/[?#@]/.test(url), 'must be scheme and host only'),
  version: z.string().regex(/^v\d+\.\d+$/, 'must look like v26.0'),
  appSecret: z.string().min(1).optional(),
  appId: z.string().regex(/^\d+$/).optional(),
  videoBaseUrl: z.url({ protocol: /^https?$/ }).optional(),
});

export interface WireSettings {
  readonly root: string;
  readonly videoRoot: string;
  readonly appId: string | null;
  readonly appSecret: string | null;
  readonly timedProof: boolean;
  readonly timeouts: Timeouts;
  readonly maxAnswerBytes: number;
  readonly maxConnections: number;
  readonly dispatcher: Dispatcher | null;
  readonly defaultRegainMs: number;
  readonly onUsage: UsageListener;
  readonly nowMs: () => number;
}

const DEFAULT_TIMEOUTS: Timeouts = { connectMs: 5_000, headersMs: 30_000, bodyMs: 15_000, totalMs: 60_000, listMs: 300_000 };

/**
 * Checks the settings once, at start.
 * @throws ZodError when the base URL or the version cannot be used; the message does not show the secret.
 */
export function wireSettings(settings: GraphSettings): WireSettings {
  const { baseUrl, version, appSecret, appId, videoBaseUrl } = settingsSchema.parse(settings);
  const rootOf = (url: string): string => `${url.replace(/\/+$/, '')}/${version}`;
  return {
    root: rootOf(baseUrl),
    videoRoot: rootOf(videoBaseUrl ?? baseUrl.replace('://graph.facebook.com', '://graph-video.facebook.com')),
    appId: appId ?? null,
    appSecret: appSecret ?? null,
    timedProof: settings.timedProof ?? false,
    timeouts: { ...DEFAULT_TIMEOUTS, ...settings.timeouts },
    maxAnswerBytes: settings.maxAnswerBytes ?? 10 * 1024 * 1024,
    maxConnections: settings.maxConnections ?? 128,
    dispatcher: settings.dispatcher ?? null,
    defaultRegainMs: settings.defaultRegainMs ?? 60_000,
    onUsage: settings.onUsage ?? (() => undefined),
    nowMs: settings.nowMs ?? Date.now,
  };
}
