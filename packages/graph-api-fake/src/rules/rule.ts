import { badParameter, type GraphRefusal, mustBeOneOf, parameterRequired } from '../errors.ts';
import type { Params } from '../params/decode-parameter.ts';
import type { AdAccount } from '../store/accounts.ts';
import type { World } from '../world.ts';

/** What a creation rule looks at. */
export interface Draft {
  readonly world: World;
  readonly account: AdAccount;
  readonly values: Params;
  readonly nowMs: number;
}

/** One rule of Meta's validation: null when the draft passes it. */
export type Rule<D extends Draft = Draft> = (draft: D) => GraphRefusal | null;

/** Rules are asked in order; Meta reports the first one broken. */
export function checkRules<D extends Draft>(rules: readonly Rule<D>[], draft: D): void {
  for (const rule of rules) {
    const refusal = rule(draft);
    if (refusal !== null) throw refusal;
  }
}

export function required(name: string): Rule {
  return ({ values }) => (values[name] === undefined ? parameterRequired(name) : null);
}

export function oneOf(name: string, allowed: readonly string[]): Rule {
  return ({ values }) => {
    const value = values[name];
    return value === undefined || allowed.includes(String(value)) ? null : mustBeOneOf(name, allowed);
  };
}

export function eachOneOf(name: string, allowed: readonly string[]): Rule {
  return ({ values }) => {
    const value = values[name];
    return !Array.isArray(value) || value.every((item) => allowed.includes(String(item))) ? null : mustBeOneOf(name, allowed);
  };
}

export function nameAtMost(maxLength: number): Rule {
  return ({ values }) => {
    const name = values['name'];
    if (typeof name !== 'string' || [...name].length <= maxLength) return null;
    return badParameter(`Param name must be at most ${maxLength} characters long`, 'name');
  };
}
