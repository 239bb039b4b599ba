import type { FakeRules } from '../options.ts';
import { isRecord, type Params } from '../params/decode-parameter.ts';

/** What a promoted_object must hold. `event`: pixel and event type; `app`: application and store URL. */
type Promoted = 'none' | 'page' | 'place' | 'event' | 'app' | 'page+event' | 'product-set';

interface GoalRow {
  readonly objective: string;
  /** null: destination_type is not given. */
  readonly destination: string | null;
  readonly goals: readonly string[];
  /** Any of them will do. */
  readonly promoted: readonly Promoted[];
}

const AWARENESS = 'OUTCOME_AWARENESS';
const TRAFFIC = 'OUTCOME_TRAFFIC';
const ENGAGEMENT = 'OUTCOME_ENGAGEMENT';
const LEADS = 'OUTCOME_LEADS';
const SALES = 'OUTCOME_SALES';

/** Meta's objective mapping (marketing-api/reference/ad-campaign-group), row by row. */
const META_ROWS: readonly GoalRow[] = [
  {
    objective: AWARENESS,
    destination: null,
    goals: ['AD_RECALL_LIFT', 'REACH', 'IMPRESSIONS', 'THRUPLAY', 'TWO_SECOND_CONTINUOUS_VIDEO_VIEWS'],
    promoted: ['page'],
  },
  { objective: AWARENESS, destination: null, goals: ['REACH'], promoted: ['place'] },
  { objective: TRAFFIC, destination: null, goals: ['LINK_CLICKS', 'REACH'], promoted: ['app', 'none'] },
  { objective: TRAFFIC, destination: null, goals: ['LANDING_PAGE_VIEWS', 'IMPRESSIONS'], promoted: ['none'] },
  { objective: TRAFFIC, destination: 'MESSENGER', goals: ['LINK_CLICKS', 'REACH', 'IMPRESSIONS'], promoted: ['none'] },
  { objective: TRAFFIC, destination: 'WHATSAPP', goals: ['LINK_CLICKS', 'REACH', 'IMPRESSIONS'], promoted: ['page'] },
  { objective: TRAFFIC, destination: 'PHONE_CALL', goals: ['QUALITY_CALL', 'LINK_CLICKS'], promoted: ['none'] },
  { objective: ENGAGEMENT, destination: 'ON_POST', goals: ['POST_ENGAGEMENT', 'REACH'], promoted: ['none'] },
  { objective: ENGAGEMENT, destination: 'ON_PAGE', goals: ['PAGE_LIKES'], promoted: ['page'] },
  {
    objective: ENGAGEMENT,
    destination: 'ON_EVENT',
    goals: ['EVENT_RESPONSES', 'POST_ENGAGEMENT', 'REACH', 'IMPRESSIONS'],
    promoted: ['none'],
  },
  {
    objective: ENGAGEMENT,
    destination: 'ON_VIDEO',
    goals: ['THRUPLAY', 'TWO_SECOND_CONTINUOUS_VIDEO_VIEWS'],
    promoted: ['none'],
  },
  {
    objective: ENGAGEMENT,
    destination: 'MESSENGER',
    goals: ['CONVERSATIONS', 'LINK_CLICKS', 'LEAD_GENERATION'],
    promoted: ['page'],
  },
  {
    objective: ENGAGEMENT,
    destination: null,
    goals: ['OFFSITE_CONVERSIONS', 'LINK_CLICKS', 'REACH'],
    promoted: ['event', 'app'],
  },
  { objective: ENGAGEMENT, destination: null, goals: ['LANDING_PAGE_VIEWS', 'IMPRESSIONS'], promoted: ['event'] },
  { objective: LEADS, destination: 'ON_AD', goals: ['LEAD_GENERATION', 'QUALITY_LEAD'], promoted: ['page'] },
  { objective: LEADS, destination: 'LEAD_FROM_MESSENGER', goals: ['LEAD_GENERATION'], promoted: ['page'] },
  { objective: LEADS, destination: 'LEAD_FROM_IG_DIRECT', goals: ['LEAD_GENERATION'], promoted: ['page'] },
  { objective: LEADS, destination: 'PHONE_CALL', goals: ['QUALITY_CALL'], promoted: ['page'] },
  { objective: LEADS, destination: null, goals: ['OFFSITE_CONVERSIONS', 'LINK_CLICKS', 'REACH'], promoted: ['event', 'app'] },
  { objective: LEADS, destination: null, goals: ['LANDING_PAGE_VIEWS', 'IMPRESSIONS'], promoted: ['event'] },
  {
    objective: 'OUTCOME_APP_PROMOTION',
    destination: null,
    goals: ['LINK_CLICKS', 'OFFSITE_CONVERSIONS', 'APP_INSTALLS'],
    promoted: ['app'],
  },
  { objective: SALES, destination: null, goals: ['OFFSITE_CONVERSIONS'], promoted: ['event', 'app'] },
  { objective: SALES, destination: 'MESSENGER', goals: ['CONVERSATIONS'], promoted: ['page+event'] },
  { objective: SALES, destination: 'PHONE_CALL', goals: ['QUALITY_CALL'], promoted: ['page'] },
  { objective: SALES, destination: 'WEBSITE', goals: ['LINK_CLICKS'], promoted: ['product-set'] },
];

const CR1_ROW: GoalRow = { objective: SALES, destination: 'WEBSITE', goals: ['LINK_CLICKS'], promoted: ['event'] };
const VALUE_ROW: GoalRow = { objective: SALES, destination: null, goals: ['VALUE'], promoted: ['event', 'app'] };

export type GoalVerdict = 'ok' | 'goal-not-available' | 'promoted-object-missing';

interface GoalQuestion {
  readonly objective: string;
  readonly destinationType: string | null;
  readonly goal: string;
  readonly promotedObject: unknown;
  /** The campaign's own promoted_object: catalogs are named there. */
  readonly campaignPromotedObject: unknown;
}

/** Whether an ad set may optimize for this goal under its campaign's objective. */
export function judgeGoal(question: GoalQuestion, rules: FakeRules): GoalVerdict {
  const rows = goalRows(rules).filter(
    (row) =>
      row.objective === question.objective && row.destination === question.destinationType && row.goals.includes(question.goal),
  );
  if (rows.length === 0) return 'goal-not-available';
  const promoted = isRecord(question.promotedObject) ? question.promotedObject : {};
  const campaign = isRecord(question.campaignPromotedObject) ? question.campaignPromotedObject : {};
  const satisfied = rows.some((row) => row.promoted.some((needed) => holds(needed, promoted, campaign)));
  return satisfied ? 'ok' : 'promoted-object-missing';
}

function goalRows(rules: FakeRules): readonly GoalRow[] {
  const rows = [...META_ROWS];
  if (rules.salesLinkClicksWithPixel) rows.push(CR1_ROW);
  if (rules.valueUnderSales) rows.push(VALUE_ROW);
  return rows;
}

function holds(needed: Promoted, promoted: Params, campaign: Params): boolean {
  const hasEvent = Boolean(promoted['pixel_id']) && Boolean(promoted['custom_event_type']);
  switch (needed) {
    case 'none':
      return true;
    case 'page':
      return Boolean(promoted['page_id']);
    case 'place':
      return Boolean(promoted['place_page_set_id']);
    case 'event':
      return hasEvent;
    case 'app':
      return Boolean(promoted['application_id']) && Boolean(promoted['object_store_url']);
    case 'page+event':
      return Boolean(promoted['page_id']) && hasEvent;
    case 'product-set':
      return (
        Boolean(promoted['product_set_id']) && Boolean(promoted['custom_event_type']) && Boolean(campaign['product_catalog_id'])
      );
  }
}

/** IMPRESSIONS bills every goal; the only others bill the goal of their own name. */
const SELF_BILLING_GOALS: ReadonlySet<string> = new Set(['LINK_CLICKS', 'THRUPLAY', 'TWO_SECOND_CONTINUOUS_VIDEO_VIEWS']);

export function isBillable(goal: string, billingEvent: string): boolean {
  return billingEvent === 'IMPRESSIONS' || (billingEvent === goal && SELF_BILLING_GOALS.has(goal));
}
