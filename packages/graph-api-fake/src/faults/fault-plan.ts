import { createRandom } from '../random.ts';
import { type FaultAction, isRequestAction, isWebhookAction, type RequestAction, type WebhookAction } from './fault-action.ts';

/** Which requests a rule takes, and what happens to them. Exactly the body of `POST /__fake/faults`. */
interface FaultSpec {
  readonly id?: string | undefined;
  readonly method: string;
  /** Regular expression on the path without version. */
  readonly path: string;
  readonly nth?: number | undefined;
  readonly every?: number | undefined;
  readonly probability?: number | undefined;
  readonly seed?: number | undefined;
  readonly times?: number | undefined;
  readonly action: FaultAction;
}

interface FaultView extends FaultSpec {
  readonly id: string;
  readonly hits: number;
}

export interface FaultPlan {
  add(spec: FaultSpec): string;
  list(): readonly FaultView[];
  remove(id: string): boolean;
  removeAll(): void;
  /** The action for this request, counting it. */
  take(method: string, path: string): RequestAction | null;
  /** The action for a webhook on its way to this path of the callback; its rules see no requests, and the others no webhooks. */
  takeForWebhook(path: string): WebhookAction | null;
}

interface Rule {
  readonly spec: FaultSpec & { readonly id: string };
  readonly pattern: RegExp;
  readonly random: () => number;
  seen: number;
  hits: number;
}

export function createFaultPlan(): FaultPlan {
  let rules: Rule[] = [];
  let lastId = 0;

  return {
    add: (spec) => {
      lastId += 1;
      const id = spec.id ?? `fault-${lastId}`;
      const rule: Rule = {
        spec: { ...spec, id },
        pattern: new RegExp(spec.path),
        random: createRandom(spec.seed ?? 1),
        seen: 0,
        hits: 0,
      };
      rules = [...rules.filter((known) => known.spec.id !== id), rule];
      return id;
    },
    list: () => rules.map((rule) => ({ ...rule.spec, hits: rule.hits })),
    remove: (id) => {
      const before = rules.length;
      rules = rules.filter((rule) => rule.spec.id !== id);
      return rules.length < before;
    },
    removeAll: () => {
      rules = [];
    },
    take: (method, path) => firstToFire(rules, isRequestAction, method, path),
    takeForWebhook: (path) => firstToFire(rules, isWebhookAction, 'POST', path),
  };
}

function firstToFire<A extends FaultAction>(
  rules: readonly Rule[],
  isMeant: (action: FaultAction) => action is A,
  method: string,
  path: string,
): A | null {
  for (const rule of rules) {
    const { action } = rule.spec;
    if (!isMeant(action) || !matches(rule, method, path)) continue;
    if (fires(rule)) {
      rule.hits += 1;
      return action;
    }
    // A rule that counts keeps the request to itself; one that only throws dice leaves it to the next.
    if (isCounting(rule.spec)) return null;
  }
  return null;
}

function matches(rule: Rule, method: string, path: string): boolean {
  if (isSpent(rule)) return false;
  const wanted = rule.spec.method;
  return (wanted === '*' || wanted.toUpperCase() === method) && rule.pattern.test(path);
}

function isSpent(rule: Rule): boolean {
  const { times, nth } = rule.spec;
  return (times !== undefined && rule.hits >= times) || (nth !== undefined && rule.seen >= nth);
}

function isCounting(spec: FaultSpec): boolean {
  return spec.nth !== undefined || spec.every !== undefined;
}

function fires(rule: Rule): boolean {
  rule.seen += 1;
  const { nth, every, probability } = rule.spec;
  if (nth !== undefined) return rule.seen === nth;
  if (every !== undefined) return rule.seen % every === 0;
  if (probability !== undefined) return rule.random() < probability;
  return true;
}
