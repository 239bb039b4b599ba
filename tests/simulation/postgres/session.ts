import type { Party } from '../kernel/party.ts';

/** A connection as the server sees it. */
export interface Session {
  readonly party: Party;
  readonly applicationName: string;
  readonly pid: number;
  readonly channels: Set<string>;
  isOpen: boolean;
  hear(channel: string, payload: string): void;
  /** The connection breaks: what is under way is answered with this error, and nothing follows. */
  break(error: Error): void;
}

/** As the driver reports a connection that ended under a query. */
export const terminated = (): Error => new Error('Connection terminated unexpectedly');

/** As the operating system reports a port where nobody listens. */
export const refused = (): Error =>
  Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect', errno: -111 });
