import type { Outcome } from './simulate.ts';

/** What the command tells a worker to live through. */
export interface Task {
  readonly seed: number;
  /** Where to write everything that happens, one line each. */
  readonly traceFile?: string;
}

export type Report = Outcome | { readonly seed: number; readonly error: string };
export type News = { readonly type: 'ready' } | { readonly type: 'report'; readonly report: Report };
