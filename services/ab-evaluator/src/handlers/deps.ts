import type { JudgeDeps } from '../evaluation/judge-test.ts';
import type { Patience } from './patience.ts';

/** What the handlers of requests work with. */
export interface RequestDeps extends JudgeDeps {
  readonly patience: Patience;
  /** How often a test is judged without being asked. */
  readonly intervalMs: number;
}
