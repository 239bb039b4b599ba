import type { ServiceSession } from './service-session.ts';

/** What was asked of a service that is down is done when it is back: the operator should not wait for it. */
export async function notRunning(
  session: (service: string) => Promise<ServiceSession>,
  services: Iterable<string>,
): Promise<string[]> {
  const notes: string[] = [];
  for (const service of services) {
    if (!(await (await session(service)).isRunning()))
      notes.push(`${service} is not running: it goes on with this when it starts.`);
  }
  return notes;
}
