import type { AlertRaised, AlertResolved } from '@mao/contracts';
import type { Handler } from '@mao/messaging';

export const onAlertRaised: Handler<AlertRaised> = async ({ data }, em) => {
  await em.execute(
    `insert into alerts (id, social_account_id, kind, severity, subject_type, subject_id, message, what_to_do, raised_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing`,
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
