import { query } from '@mao/service-kit';
import type { EntityManager } from '@mikro-orm/postgresql';

/** Something a person did to a service's database by hand. */
export interface OperatorAction {
  readonly who: string;
  readonly action: string;
  /** What it was done to: an id that the action's command takes. */
  readonly subject: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/**
 * Writes the audit row; call it in the transaction of what it records.
 * @returns false when the action can be done to a subject only once (a replay), and was
 */
export async function recordAction(em: EntityManager, action: OperatorAction): Promise<boolean> {
  const rows = await query(
    em,
    `insert into operator_actions (who, action, subject, arguments) values ($1, $2, $3, $4::jsonb) on conflict do nothing returning id`,
    [action.who, action.action, action.subject, JSON.stringify(action.arguments)],
  );
  return rows.length > 0;
}
