import type { SubjectName } from './options.ts';

/** One way to build a campaign. `build` returns when the caller knows the outcome, and throws when it is not success. */
export interface Subject {
  readonly name: SubjectName;
  readonly description: string;
  build(): Promise<void>;
  stop(): Promise<void>;
}
