import { badParameter, GraphRefusal } from '../errors.ts';
import { parseFields } from '../fields/parse-fields.ts';
import { readConditionTests } from '../filtering.ts';
import { type AccountCall, type GraphReply, reply } from '../graph-call.ts';
import { pageEnvelope, pageOfRows } from '../paging.ts';
import { readStringList } from '../params/decode-parameter.ts';
import { isLive } from '../status.ts';
import type { StoredObject } from '../store/stored-object.ts';
import { dateIn } from '../time/zoned-days.ts';
import type { World } from '../world.ts';
import { dailyRows } from './daily-rows.ts';
import { type DateRange, partOfEachDay, readDateRange, splitRange } from './date-range.ts';
import { checkRowFields, type RowSums, renderRow } from './row-fields.ts';

const LEVELS = ['account', 'campaign', 'adset', 'ad'] as const;
type InsightsLevel = (typeof LEVELS)[number];

const DEFAULT_FIELDS = ['account_id', 'impressions', 'spend'];
const DEFAULT_WINDOWS = ['7d_click', '1d_view'];

interface Scope {
  /** null: the whole account. */
  readonly object: StoredObject | null;
}

/** `GET /<account|campaign|adset|ad>/insights`. */
export function readInsights(call: AccountCall, { object }: Scope): GraphReply {
  const page = pageOfRows(call, insightsRows(call, object));
  if (isTooMuch(call, page.items)) throw tooMuchData();
  return reply(pageEnvelope(call, page, rendered(page.items)));
}

/** A row that is written out only when a page shows it: an account has many more of them than a page. */
type Row = () => Record<string, unknown>;

const rendered = (rows: readonly Row[]): Record<string, unknown>[] => rows.map((row) => row());

/** Whether these rows are more than the account gives at once. */
export function isTooMuch({ account }: AccountCall, rows: readonly Row[]): boolean {
  if (account.maxInsightsCells === null) return false;
  const cells = rows.length * Object.keys(rows[0]?.() ?? {}).length;
  return cells > account.maxInsightsCells;
}

function tooMuchData(): GraphRefusal {
  return new GraphRefusal({
    httpStatus: 400,
    code: 100,
    subcode: 1487534,
    message: "(#100) Please reduce the amount of data you're asking for, then retry your request",
  });
}

export function pageOfInsights(call: AccountCall, rows: readonly Row[]): Record<string, unknown> {
  const page = pageOfRows(call, rows);
  return pageEnvelope(call, page, rendered(page.items));
}

/** All rows the call's parameters ask for. @throws GraphRefusal for parameters insights do not take. */
export function insightsRows(call: AccountCall, object: StoredObject | null): Row[] {
  if (call.params['breakdowns'] !== undefined) throw badQuery(1504041, 'The fake offers no breakdowns.');
  const ownLevel = object === null ? 'account' : (object.level as InsightsLevel);
  const level = readLevel(call.params['level'], ownLevel);
  const asked = parseFields(call.params['fields']).map((field) => field.name);
  const fields = asked.length === 0 ? DEFAULT_FIELDS : asked;
  checkRowFields(fields);
  const { world, account, params } = call;
  const range = readDateRange(params, dateIn(world.clock.nowMs(), account.timezoneName));
  const parts = splitRange(range, params['time_increment']);
  const days = { range, parts, partOf: partOfEachDay(parts) };
  const windows = readStringList('action_attribution_windows', params['action_attribution_windows']) ?? DEFAULT_WINDOWS;

  return groupAds(call, object, level, ownLevel).flatMap((group) =>
    sumByPart(call, group.ads, days).flatMap((sums, index) => {
      const part = parts[index];
      if (part === undefined || sums.impressions === 0) return [];
      return [() => renderRow({ account, windows, sums, ...group.subject }, fields, part.since, part.until)];
    }),
  );
}

function readLevel(raw: unknown, ownLevel: InsightsLevel): InsightsLevel {
  const level = LEVELS.find((known) => known === String(raw ?? ownLevel));
  if (level === undefined) throw badParameter(`level must be one of the following values: ${LEVELS.join(', ')}`, 'level');
  if (LEVELS.indexOf(level) < LEVELS.indexOf(ownLevel)) throw badQuery(99, `Level ${level} is above the object asked.`, 1);
  return level;
}

function badQuery(subcode: number, message: string, code = 2): GraphRefusal {
  return new GraphRefusal({ httpStatus: 400, code, subcode, message: `(#${code}) ${message}` });
}

interface Group {
  readonly subject: { campaign: StoredObject | undefined; adSet: StoredObject | undefined; ad: StoredObject | undefined };
  readonly ads: StoredObject[];
}

/** One group a row's subject. Totals of the object itself hold its deleted ads; lists below it leave out what is deleted or archived. */
function groupAds(call: AccountCall, object: StoredObject | null, level: InsightsLevel, ownLevel: InsightsLevel): Group[] {
  const { world } = call;
  const ads = object?.level === 'ad' ? [object] : world.store.list(object?.id ?? call.account.id, 'ad');
  const asked = readConditionTests(world, call.params);
  const hidesGone = level !== ownLevel && !asked.namesStatus;
  const groups = new Map<string, Group>();
  for (const ad of ads) {
    const lineage = lineageOf(world, ad);
    const member = { account: undefined, campaign: lineage.campaign, adset: lineage.adSet, ad }[level];
    const isHidden = hidesGone && member !== undefined && !isLive(world, member);
    if (isHidden || !asked.test(ad)) continue;
    const key = member?.id ?? call.account.id;
    const group = groups.get(key) ?? { subject: subjectAt(level, lineage), ads: [] };
    group.ads.push(ad);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function lineageOf(world: World, ad: StoredObject): Group['subject'] {
  const campaign = ad.campaignId === null ? undefined : world.store.get(ad.campaignId);
  const adSet = ad.adSetId === null ? undefined : world.store.get(ad.adSetId);
  return { campaign, adSet, ad };
}

/** A row names what it is about and what that belongs to, nothing below. */
function subjectAt(level: InsightsLevel, of: Group['subject']): Group['subject'] {
  const depth = LEVELS.indexOf(level);
  return {
    campaign: depth >= 1 ? of.campaign : undefined,
    adSet: depth >= 2 ? of.adSet : undefined,
    ad: depth >= 3 ? of.ad : undefined,
  };
}

interface SplitDays {
  readonly range: DateRange;
  readonly parts: readonly DateRange[];
  readonly partOf: ReadonlyMap<string, number>;
}

function sumByPart(call: AccountCall, ads: readonly StoredObject[], { range, parts, partOf }: SplitDays): RowSums[] {
  const sums: RowSums[] = parts.map(() => ({
    impressions: 0,
    clicks: 0,
    inline_link_clicks: 0,
    spend_cents: 0,
    conversions: 0,
    revenue_cents: 0,
    reach: 0,
  }));
  for (const ad of ads) {
    for (const day of dailyRows(call.world, ad, range.since, range.until)) {
      const sum = sums[partOf.get(day.date) ?? -1];
      if (sum === undefined) continue;
      for (const metric of METRICS) sum[metric] += day[metric];
    }
  }
  return sums;
}

const METRICS = ['impressions', 'clicks', 'inline_link_clicks', 'spend_cents', 'conversions', 'revenue_cents', 'reach'] as const;
