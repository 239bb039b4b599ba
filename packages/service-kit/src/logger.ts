import { type DestinationStream, type Logger, pino } from 'pino';
import { currentTrace } from './trace-context.ts';

export type { Logger } from 'pino';

/** Field names that hold secrets wherever they stand; their values never reach a log line. */
const SECRET_FIELDS = ['access_token', 'accessToken', 'authorization', 'appsecret_proof', 'password', 'token', 'secret'];

/**
 * JSON lines on stdout. Levels are a contract: `error` means that someone must act now; a healthy service logs none.
 * Every line carries the ids of the trace it belongs to.
 */
export function createLogger(options: { service: string; level: string; destination?: DestinationStream }): Logger {
  return pino(
    {
      level: options.level,
      base: { service: options.service, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[redacted]' },
      mixin: () => ({ ...currentTrace() }),
    },
    options.destination ?? pino.destination({ fd: 1, sync: false, minLength: 0 }),
  );
}
