import type { Violation, ViolationCode } from './plan.ts';

/** A part of the request that passed its rules, in the form the plan needs, or the rules it breaks. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly violations: readonly Violation[] };

export const violation = (code: ViolationCode, pointer: string, detail: string): Violation => ({ code, pointer, detail });

/** The value when no rule is broken. */
export const checked = <T>(violations: readonly Violation[], value: T): Checked<T> =>
  violations.length > 0 ? { ok: false, violations } : { ok: true, value };

export const violationsOf = (parts: readonly Checked<unknown>[]): readonly Violation[] =>
  parts.flatMap((part) => (part.ok ? [] : part.violations));
