import type { GraphFields } from '../json.ts';
import { type Checked, checked, violation } from './checked.ts';
import {
  DESTINATION_NEEDS,
  GOAL_ALIASES,
  GOAL_TABLE,
  type GoalRow,
  type Promoted,
  SALES_LINK_CLICKS,
} from './objective-table.ts';
import type { PlanSettings } from './plan-settings.ts';
import type { PlanAccount, RunRequest } from './run-request.ts';

/** What the ad set is optimised for, and on what. */
export interface GoalChoice {
  readonly goal: string;
  readonly destination: string | null;
  readonly promotedObject: GraphFields | null;
  readonly warnings: readonly string[];
}

const DEFAULT_EVENT = 'PURCHASE';
const OBJECTIVES = [...new Set(GOAL_TABLE.map(({ objective }) => objective))];
const GOALS = new Set(GOAL_TABLE.flatMap(({ goals }) => goals));

const MISSING: Readonly<Record<Promoted, string>> = {
  none: '',
  page: 'a page_id',
  event: 'a pixel_id',
  page_event: 'a page_id and a pixel_id',
  app: 'an app, which cannot be connected yet',
  catalog: 'a product catalog, which cannot be connected yet',
};

/** The promoted object, null for none needed, undefined when the account lacks what it takes. */
function promotedObject(promoted: Promoted, account: PlanAccount, event: string): GraphFields | null | undefined {
  const { pageId } = account;
  const pixelId = account.pixelId ?? '';
  const pixel = { pixel_id: pixelId, custom_event_type: event };
  switch (promoted) {
    case 'none':
      return null;
    case 'page':
      return pageId === '' ? undefined : { page_id: pageId };
    case 'event':
      return pixelId === '' ? undefined : pixel;
    case 'page_event':
      return pixelId === '' || pageId === '' ? undefined : { page_id: pageId, ...pixel };
    case 'app':
    case 'catalog':
      return undefined;
  }
}

function rowsFor(objective: string, goal: string, settings: PlanSettings): readonly GoalRow[] {
  if (objective === 'OUTCOME_SALES' && goal === 'LINK_CLICKS' && settings.salesLinkClicksWithPixel) return [SALES_LINK_CLICKS];
  return GOAL_TABLE.filter((row) => row.objective === objective && row.goals.includes(goal));
}

function warningsOf(row: GoalRow): string[] {
  const need = DESTINATION_NEEDS[row.destination ?? ''];
  return need === undefined
    ? []
    : [`${row.destination} ads need ${need}, which a link creative does not carry: Meta may refuse the ad.`];
}

/** Finds the legal form of (objective, goal) for this account: Meta's table, CR1 and the alias CONVERSIONS. */
export function chooseGoal(request: RunRequest, account: PlanAccount, settings: PlanSettings): Checked<GoalChoice> {
  const { campaign_objective: objective, optimization_goal: asked } = request;
  const goal = GOAL_ALIASES[asked] ?? asked;
  const refuse = (problem: ReturnType<typeof violation>): Checked<GoalChoice> => ({ ok: false, violations: [problem] });
  if (!OBJECTIVES.includes(objective)) {
    return refuse(violation('objective-unknown', '/campaign_objective', `must be one of ${OBJECTIVES.join(', ')}`));
  }
  if (!GOALS.has(goal)) return refuse(violation('goal-unknown', '/optimization_goal', `${asked} is not an optimization goal`));
  const rows = rowsFor(objective, goal, settings);
  const [preferred] = rows;
  if (preferred === undefined)
    return refuse(violation('goal-not-legal', '/optimization_goal', `${asked} is not a goal of ${objective}`));
  const event = settings.eventByObjective[objective] ?? DEFAULT_EVENT;
  const row = rows.find(({ promoted }) => promotedObject(promoted, account, event) !== undefined);
  const promoted = row && promotedObject(row.promoted, account, event);
  if (row === undefined || promoted === undefined) {
    const detail = `${objective} with ${asked} needs ${MISSING[preferred.promoted]} on the connected account`;
    return refuse(violation('promoted-object-missing', '/optimization_goal', detail));
  }
  return checked([], { goal, destination: row.destination, promotedObject: promoted, warnings: warningsOf(row) });
}
