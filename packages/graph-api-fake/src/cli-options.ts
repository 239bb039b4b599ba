import { parseArgs } from 'node:util';
import type { FakeGraphOptions } from './options.ts';

/** A flag or environment variable that cannot be used; its message is for the operator. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

export const USAGE = `Usage: graph-api-fake [options]        (each option also as environment variable)

  --port N                  FAKE_PORT                default 8200, 0 takes any free port
  --host ADDRESS            FAKE_HOST                default 127.0.0.1
  --strict-tokens           FAKE_STRICT_TOKENS       unknown access tokens get error 190
  --app-secret SECRET       FAKE_APP_SECRET          every call must carry a valid appsecret_proof
  --webhook-secret SECRET   FAKE_WEBHOOK_SECRET      signs webhooks; default the app secret, else fake-app-secret
  --strict                  FAKE_STRICT              refuse unknown parameters (listed by GET /__fake/strict in any case)
  --latency-ms N            FAKE_LATENCY_MS          delay of every Graph call, default 0
  --seed N                  FAKE_SEED                feeds the noise of insights, default 1
  --first-id ID             FAKE_FIRST_ID            first object id, 18 digits; default follows the clock
  --review-ms N             FAKE_REVIEW_MS           length of an ad's review, default 2000
  --processing-ms N         FAKE_PROCESSING_MS       until videos and containers are ready, default 500
  --report-ms N             FAKE_REPORT_MS           length of an asynchronous report, default 1000
  --state FILE              FAKE_STATE               keeps objects and journal there across restarts
`;

const DEFAULT_PORT = 8200;

/** Reads flags, then FAKE_* variables. @throws UsageError */
export function readCliOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  nowMs: number,
): FakeGraphOptions {
  const flags = parseFlags(args);
  const text = (flag: string): string | undefined => {
    const given = flags[flag] ?? env[`FAKE_${flag.replaceAll('-', '_').toUpperCase()}`];
    return given === undefined || given === '' ? undefined : String(given);
  };
  const whole = (flag: string, fallback: number): number => {
    const given = text(flag) ?? String(fallback);
    if (!/^\d{1,15}$/.test(given)) throw new UsageError(`--${flag} must be a whole number, got ${given}`);
    return Number(given);
  };
  return {
    port: whole('port', DEFAULT_PORT),
    host: text('host') ?? '127.0.0.1',
    strictTokens: isOn(text('strict-tokens')),
    appSecret: text('app-secret') ?? null,
    latencyMs: whole('latency-ms', 0),
    seed: whole('seed', 1),
    firstId: readFirstId(text('first-id'), nowMs),
    reviewMs: whole('review-ms', 2000),
    processingMs: whole('processing-ms', 500),
    reportMs: whole('report-ms', 1000),
    stateFile: text('state') ?? null,
    strict: isOn(text('strict')),
    ...(text('webhook-secret') === undefined ? {} : { webhookSecret: text('webhook-secret') ?? '' }),
  };
}

function parseFlags(args: readonly string[]): Readonly<Record<string, string | boolean | undefined>> {
  const value = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: value,
        host: value,
        'strict-tokens': { type: 'boolean' },
        'app-secret': value,
        'webhook-secret': value,
        strict: { type: 'boolean' },
        'latency-ms': value,
        seed: value,
        'first-id': value,
        'review-ms': value,
        'processing-ms': value,
        'report-ms': value,
        state: value,
      },
    });
    return values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function isOn(text: string | undefined): boolean {
  return text !== undefined && !['false', '0', 'no', 'off'].includes(text.toLowerCase());
}

/** A restarted fake must not hand out ids that its callers' databases still hold: by default they start with the second. */
function readFirstId(given: string | undefined, nowMs: number): string {
  if (given === undefined) return `1202${Math.floor(nowMs / 1000)}0001`;
  if (!/^[1-9]\d{17}$/.test(given)) throw new UsageError(`--first-id must have 18 digits, got ${given}`);
  return given;
}
