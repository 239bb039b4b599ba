import type { AlertRaised, AlertResolved } from '@mao/contracts';
import type { Handler } from '@mao/messaging';

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
};

export const onAlertResolved: Handler<AlertResolved> = async ({ data }, em) => {
  await em.execute(`update alerts set resolved_at = ? where id = ? and resolved_at is null`, [data.resolvedAt, data.alertId]);
};
