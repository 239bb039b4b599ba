/** Places where tests kill the process, named after what has just happened. */
export type FaultPoint =
  | 'after-business-write'
  | 'after-outbox-insert'
  | 'after-commit-before-wake'
  | 'after-claim'
  | 'after-ack-before-mark'
  | 'after-mark-before-release'
  | 'after-decode'
  | 'after-inbox-insert'
  | 'after-commit-before-offset'
  | (string & {});

const [armedName, armedCount] = (process.env['CRASH_AT'] ?? '').split('#');
let remaining = Number(armedCount ?? 1);

/**
 * Kills the process without any clean-up when the environment says `CRASH_AT=<name>` (or `<name>#n`: at the n-th pass).
 * Does nothing otherwise.
 */
export function faultPoint(name: FaultPoint): void {
  if (name !== armedName) return;
  remaining -= 1;
  if (remaining === 0) process.kill(process.pid, 'SIGKILL');
}
