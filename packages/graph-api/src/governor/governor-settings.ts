import { z } from 'zod';
import type { BudgetStore } from './budget-store.ts';
import type { ScoreLimits, Tier } from './limits.ts';

/** What the governor may be told; everything has a default. */
export interface GovernorOptions {
  /** Taken until a usage header names the tier. Default standard: the first answer corrects it. */
  readonly tier?: Tier | undefined;
  /** Replaces parts of the tier's limits. */
  readonly limits?: Partial<ScoreLimits> | undefined;
  /** Our part of an account's points, 0 to 1, when another service uses the same account. Default 1. */
  readonly share?: number | undefined;
  /** Part of our share that insights reads may not touch. Default 0.4; 0 in a service that only reads insights. */
  readonly writeReserve?: number | undefined;
  /** Mutations a second and account. Default 90, under Meta's 100. */
  readonly mutationsPerSecond?: number | undefined;
  /** How long a quota at 95 % rests when Meta names no time. Default 60 s. */
  readonly pauseMs?: number | undefined;
  /** Shares points between processes. Default: this process is alone. */
  readonly store?: BudgetStore | undefined;
  /** Hold times of the circuit breaker. */
  readonly circuit?: Partial<CircuitTimes> | undefined;
}

export interface CircuitTimes {
  /** Between two calls of an account whose token Meta refuses. Default 60 s. */
  readonly authMs: number;
  /** After a policy block (368). Doubles each time up to 24 hours. Default 1 hour. */
  readonly policyMs: number;
  /** After an abuse refusal (613 without subcode). Doubles each time up to 24 hours. Default 15 minutes. */
  readonly abuseMs: number;
}

/** The options with all defaults in place. */
export interface GovernorSettings {
  readonly tier: Tier;
  readonly limits: Partial<ScoreLimits>;
  readonly share: number;
  readonly writeReserve: number;
  readonly mutationsPerSecond: number;
  readonly slowAt: number;
  readonly pauseAt: number;
  readonly pauseMs: number;
  readonly circuit: CircuitTimes;
}

const fraction = z.number().min(0).max(1);
const optionsSchema = z.object({
  share: fraction.gt(0).optional(),
  writeReserve: fraction.lt(1).optional(),
  mutationsPerSecond: z.number().int().min(1).max(99).optional(),
  pauseMs: z.number().positive().optional(),
});

const SLOW_AT = 0.75;
const PAUSE_AT = 0.95;

/** @throws ZodError on unusable options, so that a service fails at start. */
export function governorSettings(options: GovernorOptions): GovernorSettings {
  const { share, writeReserve, mutationsPerSecond, pauseMs } = optionsSchema.parse(options);
  return {
    tier: options.tier ?? 'standard',
    limits: options.limits ?? {},
    share: share ?? 1,
    writeReserve: writeReserve ?? 0.4,
    mutationsPerSecond: mutationsPerSecond ?? 90,
    slowAt: SLOW_AT,
    pauseAt: PAUSE_AT,
    pauseMs: pauseMs ?? 60_000,
    circuit: { authMs: 60_000, policyMs: 3_600_000, abuseMs: 900_000, ...options.circuit },
  };
}
