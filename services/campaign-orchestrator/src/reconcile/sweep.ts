import type { AccountAccess, CallResult, GraphClient, GraphError, Level, MarkedObject } from '@mao/graph-api';
import type { MikroORM } from '@mikro-orm/postgresql';
import { type Judgement, judgeObject, type MarkedAtMeta } from '../domain/judge-objects.ts';
import type { ObjectLevel } from '../domain/tree-objects.ts';
import { markerOwners } from './marker-owners.ts';

/** One line of the table "Meta against us". */
export interface SweepLine {
  readonly level: ObjectLevel;
  readonly meta_id: string;
  readonly name: string;
  readonly status: string;
  readonly verdict: Judgement['verdict'] | 'missing';
  readonly why: string | null;
  readonly campaign_id: string | null;
  readonly step: string | null;
  /** False when it was only looked at, or when Meta refused. */
  readonly done: boolean;
}

export type Swept =
  | { readonly ok: true; readonly lines: readonly SweepLine[] }
  | { readonly ok: false; readonly error: GraphError };

export interface SweepOptions {
  readonly orm: MikroORM;
  readonly graph: GraphClient;
  readonly socialAccountId: string;
  readonly access: AccountAccess;
  readonly markerSecret: string;
  readonly minAgeMs: number;
  readonly nowMs: number;
  /** Only look: nothing is removed. */
  readonly isDryRun: boolean;
}

/** Children first: a parent that goes takes them along. */
const LEVELS: readonly (readonly [Level, ObjectLevel])[] = [
  ['ad', 'ad'],
  ['creative', 'creative'],
  ['ad_set', 'adset'],
  ['campaign', 'campaign'],
];

/** Compares what carries our marker at Meta with our rows, and removes what provably is a leftover of ours. */
export async function sweepAccount(options: SweepOptions): Promise<Swept> {
  const { orm, graph, access } = options;
  const seen: MarkedAtMeta[] = [];
  // Meta first, our rows after: whatever was made between the two is known by then.
  for (const [level, name] of LEVELS) {
    const listed = await graph.markedObjects(access, level);
    if (!listed.ok) return listed;
    seen.push(...listed.value.map((object) => asMarked(object, name)));
  }
  const owners = await markerOwners(orm.em.fork(), options.socialAccountId, options.markerSecret);
  const lines: SweepLine[] = [];
  for (const object of seen) {
    const owner = owners.get(object.marker);
    const judgement = judgeObject(object, owner, options);
    const done = judgement.verdict === 'remove' && !options.isDryRun ? (await remove(graph, access, object)).ok : false;
    lines.push(lineOf(object, judgement, { campaignId: owner?.campaignId ?? null, step: owner?.step ?? null, done }));
  }
  return { ok: true, lines: [...lines, ...missing(owners, seen)] };
}

/** In our rows, but no longer at Meta: somebody removed it by hand. */
function missing(owners: Awaited<ReturnType<typeof markerOwners>>, seen: readonly MarkedAtMeta[]): SweepLine[] {
  const there = new Set(seen.map(({ id }) => id));
  return [...owners.values()].flatMap((owner) => {
    if (
      !owner.isBuilt ||
      owner.metaId === null ||
      owner.isRemoved ||
      owner.isShared ||
      there.has(owner.metaId) ||
      owner.step.startsWith('creative_')
    )
      return [];
    const level: ObjectLevel = owner.step === 'campaign' ? 'campaign' : owner.step === 'ad_set' ? 'adset' : 'ad';
    return [
      {
        level,
        meta_id: owner.metaId,
        name: '',
        status: 'gone',
        verdict: 'missing',
        why: 'our row says it exists',
        campaign_id: owner.campaignId,
        step: owner.step,
        done: false,
      },
    ];
  });
}

function asMarked(object: MarkedObject, level: ObjectLevel): MarkedAtMeta {
  const { id, name, marker, status, createdTime } = object;
  // Meta writes +0000 where ECMAScript wants +00:00.
  const createdAtMs = createdTime === null ? Number.NaN : Date.parse(createdTime.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return { level, id, name, marker, status, createdAtMs: Number.isNaN(createdAtMs) ? null : createdAtMs };
}

function remove(graph: GraphClient, access: AccountAccess, object: MarkedAtMeta): Promise<CallResult<unknown>> {
  return graph.delete(access, object.level === 'adset' ? 'ad_set' : object.level, object.id);
}

function lineOf(
  object: MarkedAtMeta,
  judgement: Judgement,
  of: { campaignId: string | null; step: string | null; done: boolean },
): SweepLine {
  return {
    level: object.level,
    meta_id: object.id,
    name: object.name,
    status: object.status,
    verdict: judgement.verdict,
    why: 'why' in judgement ? judgement.why : null,
    campaign_id: of.campaignId,
    step: of.step,
    done: of.done,
  };
}
