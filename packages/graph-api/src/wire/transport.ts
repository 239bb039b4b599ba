import type { AccountAccess } from '../access.ts';
import type { CallResult, GraphError } from '../errors/graph-error.ts';
import { makeError } from '../errors/make-error.ts';
import type { GovernedCall, Governor } from '../governor/governor.ts';
import type { Bucket, Lane } from '../governor/lanes.ts';
import type { Lesson } from '../governor/observe.ts';
import type { GraphFields } from '../json.ts';
import type { Level } from '../levels.ts';
import { batchMessage, readBatch } from './batch.ts';
import { costOf } from './call-cost.ts';
import type { Http } from './http.ts';
import { outgoing } from './outgoing.ts';
import { type RawAnswer, readAnswer } from './read-answer.ts';
import { proofParams } from './secrets.ts';
import type { WireSettings } from './settings.ts';

export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Without version, from `accountNode` and `objectNode` only. */
  readonly path: string;
  readonly params: GraphFields;
  /** Set on a POST to a collection of the tree. */
  readonly creating?: Level;
  /** Default by method: POST writes, DELETE undoes, GET reads. */
  readonly lane?: Lane;
  /** Default by path: `…/insights` is ads_insights, all else ads_management. */
  readonly bucket?: Bucket;
  /** Uploads of video go to a host of their own. */
  readonly host?: 'video';
  /** Made in the app's own name: it counts against no account. */
  readonly isUngoverned?: true;
  /** Bytes to upload: the request becomes multipart. */
  readonly file?: { readonly field: string; readonly bytes: Uint8Array };
  /** The answer to a success is a secret itself and must come unredacted. */
  readonly answersSecret?: true;
}

/** A readable success, or an error. `sent: false` proves that Meta never saw the request. */
export type WireAnswer =
  | { readonly ok: true; readonly body: GraphFields; readonly size?: number }
  | { readonly ok: false; readonly error: GraphError; readonly sent: boolean };

/** Sends one request once, if the governor lets it. It never retries, never follows a redirect, never waits for a quota. */
export interface Transport {
  send(access: AccountAccess, request: WireRequest): Promise<WireAnswer>;
  /** Bounds on one list, however many pages it has. */
  readonly listMs: number;
  readonly listSize: number;
}

/** What the calls of the client stand on. */
export interface GraphWire extends Transport {
  /** Up to 50 reads in one call, each with its own answer, in order. */
  readBatch(access: AccountAccess, requests: readonly WireRequest[]): Promise<readonly WireAnswer[]>;
  /** Lets several calls through as one, so that they are not held back half-way. They must all be made by `run`. */
  inGroup<T>(
    access: AccountAccess,
    call: GovernedCall,
    run: (group: Transport) => Promise<CallResult<T>>,
  ): Promise<CallResult<T>>;
  close(): Promise<void>;
}

// A list of the largest answers would still be a hundred megabytes; real ones are a few.
const LIST_FACTOR = 8;

const ABORTED: WireAnswer = { ok: false, error: makeError('TRANSIENT', 'aborted', 'aborted by the caller'), sent: false };

/** What a call or a group has cost and taught so far. */
interface Spent {
  readonly lessons: Lesson[];
  points: number;
}

/** The transport of one client. */
export function createTransport(settings: WireSettings, http: Http, governor: Governor): GraphWire {
  const bounds = { listMs: settings.timeouts.listMs, listSize: settings.maxAnswerBytes * LIST_FACTOR };

  function secretsOf(access: AccountAccess, request: WireRequest): string[] {
    if (request.answersSecret === true) return [];
    const proof = proofParams(settings, access.accessToken)['appsecret_proof'];
    return [access.accessToken, settings.appSecret ?? '', String(proof ?? ''), String(request.params['input_token'] ?? '')];
  }

  function read(access: AccountAccess, raw: RawAnswer, creating: Level | null, lessons: Lesson[]): WireAnswer {
    settings.onUsage(raw.usage, { adAccountId: access.adAccountId });
    const answer = readAnswer(raw, creating, settings.defaultRegainMs);
    lessons.push({ usage: raw.usage, error: answer.ok ? null : answer.error });
    return answer.ok ? { ...answer, size: raw.size } : { ...answer, sent: true };
  }

  async function exchange(access: AccountAccess, request: WireRequest, lessons: Lesson[]): Promise<WireAnswer> {
    const message = outgoing(settings, request, access.accessToken);
    const answer = await http.exchange(message, access.signal, secretsOf(access, request));
    if (answer.ok) return read(access, answer.raw, request.creating ?? null, lessons);
    lessons.push({ usage: null, error: answer.error });
    return answer;
  }

  async function exchangeBatch(
    access: AccountAccess,
    requests: readonly WireRequest[],
    lessons: Lesson[],
  ): Promise<WireAnswer[]> {
    const message = batchMessage(settings, requests, access.accessToken);
    const answer = await http.exchange(message, access.signal, [access.accessToken, settings.appSecret ?? '']);
    if (!answer.ok) return requests.map(() => answer);
    const parts = readBatch(answer.raw, requests.length);
    if (parts === null) {
      const whole = read(access, answer.raw, null, lessons);
      return requests.map(() => (whole.ok ? unreadableBatch() : whole));
    }
    lessons.push({ usage: answer.raw.usage, error: null });
    return parts.map((part) => (part === null ? silentPart() : read(access, part, null, lessons)));
  }

  /** Runs what was let through and tells the governor whatever came of it. */
  async function governed<T>(
    access: AccountAccess,
    call: GovernedCall,
    run: (spent: Spent) => Promise<T>,
    refused: (error: GraphError) => T,
  ): Promise<T> {
    const admission = await governor.admit(access, call);
    if (!admission.ok) return refused(admission.error);
    const spent: Spent = { lessons: [], points: 0 };
    try {
      return await run(spent);
    } finally {
      admission.ticket.settle(spent.lessons, spent.points);
    }
  }

  return {
    ...bounds,
    async send(access, request) {
      if (access.signal?.aborted) return ABORTED;
      if (request.isUngoverned) return exchange(access, request, []);
      const refused = (error: GraphError): WireAnswer => ({ ok: false, error, sent: false });
      const call = costOf(request);
      const once = (spent: Spent): Promise<WireAnswer> => {
        spent.points = call.points;
        return exchange(access, request, spent.lessons);
      };
      return governed(access, call, once, refused);
    },
    async readBatch(access, requests) {
      if (access.signal?.aborted) return requests.map(() => ABORTED);
      const [sample] = requests;
      if (sample === undefined) return [];
      const cost = costOf(sample);
      const refused = (error: GraphError): WireAnswer[] => requests.map(() => ({ ok: false, error, sent: false }));
      const call = { ...cost, points: cost.points * requests.length };
      const once = (spent: Spent): Promise<WireAnswer[]> => {
        spent.points = call.points;
        return exchangeBatch(access, requests, spent.lessons);
      };
      return governed(access, call, once, refused);
    },
    inGroup(access, call, run) {
      const groupOf = (spent: Spent): Transport => ({
        ...bounds,
        async send(member, request) {
          if (member.signal?.aborted) return ABORTED;
          spent.points += costOf(request).points;
          return exchange(member, request, spent.lessons);
        },
      });
      return governed(
        access,
        call,
        (spent) => run(groupOf(spent)),
        (error) => ({ ok: false, error }),
      );
    },
    close: () => http.close(),
  };
}

const transient = (words: string): WireAnswer => ({ ok: false, error: makeError('TRANSIENT', 'answer', words, 200), sent: true });
const unreadableBatch = (): WireAnswer => transient('the answer is no batch');
const silentPart = (): WireAnswer => transient('Meta gave no answer to this part of the batch');
