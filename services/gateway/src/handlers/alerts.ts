import type { AlertRaised, AlertResolved } from '@mao/contracts';
import type { Handler } from '@mao/messaging';
import type { EntityManager } from '@mikro-orm/postgresql';
import { healthOfAlert } from '../domain/account-health.ts';

/** What is raised again after it was resolved (a campaign that needs attention a second time) is open again. */
export const onAlertRaised: Handler<AlertRaised> = async ({ data }, em) => {
  await em.execute(
    `insert into alerts (id, social_account_id, kind, severity, subject_type, subject_id, message, what_to_do, raised_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?) 
     on conflict (id) do update set severity = excluded.severity, message = excluded.message, what_to_do = excluded.what_to_do,
       raised_at = case when alerts.resolved_at is null then alerts.raised_at else excluded.raised_at end, resolved_at = null`,
    [
      data.alertId,
      data.socialAccountId,
      data.kind,
      data.severity,
      data.subjectType,
      data.subjectId,
      data.message,
      data.whatToDo,
      data.raisedAt,
    ],
  );
  await showInHealth(em, data);
};

/** An alert about an account is its health until it is resolved, or until the account is connected anew. */
async function showInHealth(em: EntityManager, alert: AlertRaised): Promise<void> {
  if (alert.kind === 'account_paused')
    await em.execute(`update campaigns set status = 'PAUSED' where social_account_id = ? and status = 'ACTIVE'`, [
      alert.socialAccountId,
    ]);
  const state = healthOfAlert(alert.kind);
  if (state === undefined) return;
  await em.execute(
    `update accounts set health_state = ?, health_reason = ?, health_what_to_do = ?, health_alert_id = ?, health_since = ?
     where id = ? and connected_at <= ?`,
    [state, alert.message, alert.whatToDo, alert.alertId, alert.raisedAt, alert.socialAccountId, alert.raisedAt],
  );
}

export const onAlertResolved: Handler<AlertResolved> = async ({ data }, em) => {
  await em.execute(`update alerts set resolved_at = ? where id = ? and resolved_at is null`, [data.resolvedAt, data.alertId]);
  await em.execute(
    `update accounts set health_state = 'ok', health_reason = null, health_what_to_do = null, health_alert_id = null, health_since = ?
     where id = ? and health_alert_id = ?`,
    [data.resolvedAt, data.socialAccountId, data.alertId],
  );
};
