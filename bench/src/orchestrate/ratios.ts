import { type LoadRounds, type Summary, summaryOf } from './results.ts';

/** One promised ratio: what was reached and what is aimed at. */
export interface Ratio {
  readonly what: string;
  readonly reached: number;
  readonly aim: string;
  readonly isReached: boolean;
}

const LIMIT_SHARE_AIM = 0.85;
const TIMES_DBOS_AIM = 2;
const OVERHEAD_AIM_MS = 40;

/** Runs per second that no implementation can exceed: every one of the `roundsOfCalls` costs at least the delay. */
export function physicalLimit(inFlight: number, roundsOfCalls: number, delayMs: number): number {
  return delayMs === 0 ? Number.POSITIVE_INFINITY : (inFlight * 1_000) / (roundsOfCalls * delayMs);
}

/** The ratios that the load of these rounds is about. */
export function ratiosOf({ load, rounds }: LoadRounds, roundsOfCalls: number): readonly Ratio[] {
  const ours = summaryOf(rounds, 'ours');
  if (ours === undefined) return [];
  const limit = physicalLimit(load.inFlight, roundsOfCalls, load.delayMs);
  return [
    ...(load.inFlight > 1 && load.delayMs > 0 ? [shareOfLimit(ours, limit)] : []),
    ...timesDbos(ours, summaryOf(rounds, 'dbos'), load.inFlight > 1 && load.delayMs === 0),
    ...(load.inFlight === 1 ? overhead(ours, summaryOf(rounds, 'floor')) : []),
  ];
}

function shareOfLimit(ours: Summary, limit: number): Ratio {
  const reached = ours.perSecond / limit;
  return {
    what: 'share of the physical limit',
    reached,
    aim: `at least ${LIMIT_SHARE_AIM}`,
    isReached: reached >= LIMIT_SHARE_AIM,
  };
}

function timesDbos(ours: Summary, dbos: Summary | undefined, isAsked: boolean): readonly Ratio[] {
  if (dbos === undefined || !isAsked) return [];
  const reached = ours.perSecond / dbos.perSecond;
  return [
    { what: 'times the throughput of DBOS', reached, aim: `at least ${TIMES_DBOS_AIM}`, isReached: reached >= TIMES_DBOS_AIM },
  ];
}

function overhead(ours: Summary, floor: Summary | undefined): readonly Ratio[] {
  if (floor === undefined) return [];
  const reached = ours.p50Ms - floor.p50Ms;
  return [
    {
      what: 'milliseconds above the bare Graph calls (p50)',
      reached,
      aim: `at most ${OVERHEAD_AIM_MS}`,
      isReached: reached <= OVERHEAD_AIM_MS,
    },
  ];
}
