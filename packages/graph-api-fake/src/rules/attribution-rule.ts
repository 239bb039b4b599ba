import { invalidParameter } from '../errors.ts';
import { isRecord } from '../params/decode-parameter.ts';
import type { Rule } from './rule.ts';

// Click days, then optionally view and engaged-view days, per optimization goal.
const LEGAL_SPECS: Readonly<Record<string, readonly string[]>> = {
  OFFSITE_CONVERSIONS: ['click1', 'click7', 'click1 view1', 'click7 view1'],
  VALUE: ['click1', 'click7', 'click1 view1', 'click7 view1'],
  APP_INSTALLS: ['click1', 'click1 view1', 'click1 engaged1', 'click1 engaged1 view1'],
};
const EVERY_OTHER_GOAL = ['click1'];

const SHORT_NAMES: Readonly<Record<string, string>> = {
  CLICK_THROUGH: 'click',
  VIEW_THROUGH: 'view',
  ENGAGED_VIDEO_VIEW: 'engaged',
};

/** attribution_spec holds only windows its goal may use. */
export const attributionFitsGoal: Rule = ({ values }) => {
  const spec = values['attribution_spec'];
  if (!Array.isArray(spec) || spec.length === 0) return null;
  const windows = spec.map((item) =>
    isRecord(item) ? `${SHORT_NAMES[String(item['event_type'])] ?? '?'}${item['window_days']}` : '?',
  );
  const legal = LEGAL_SPECS[String(values['optimization_goal'])] ?? EVERY_OTHER_GOAL;
  if (legal.includes(windows.sort().join(' '))) return null;
  return invalidParameter(
    1885501,
    'Invalid Attribution Spec',
    'The attribution windows cannot be used with this performance goal.',
    'attribution_spec',
  );
};

/** `7d_click_1d_view`: how insights name an ad set's setting. */
export function attributionSetting(spec: unknown, goal: unknown): string {
  const windows = Array.isArray(spec) && spec.length > 0 ? spec : defaultSpec(goal);
  return windows
    .map((item) =>
      isRecord(item) ? `${String(item['window_days'])}d_${WINDOW_NAMES[String(item['event_type'])] ?? 'click'}` : '',
    )
    .join('_');
}

const WINDOW_NAMES: Readonly<Record<string, string>> = { CLICK_THROUGH: 'click', VIEW_THROUGH: 'view', ENGAGED_VIDEO_VIEW: 'ev' };

function defaultSpec(goal: unknown): unknown[] {
  const oneDayClick = [{ event_type: 'CLICK_THROUGH', window_days: 1 }];
  if (goal !== 'OFFSITE_CONVERSIONS' && goal !== 'VALUE') return oneDayClick;
  return [
    { event_type: 'CLICK_THROUGH', window_days: 7 },
    { event_type: 'VIEW_THROUGH', window_days: 1 },
  ];
}
