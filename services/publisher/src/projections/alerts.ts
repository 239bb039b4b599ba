import type { AlertRaised, Events } from '@mao/contracts';
import type { EventOf } from '@mao/messaging';
import { derivedId } from '@mao/service-kit';

const PUBLISH_FAILED = 'publish_failed';

interface Failure {
  readonly publishLogId: string;
  readonly socialAccountId: string;
  readonly reason: string;
  readonly isInDoubt: boolean;
}

export function publishFailedAlert({ publishLogId, socialAccountId, reason, isInDoubt }: Failure, now: Date): EventOf<Events> {
  return raised({
    alertId: derivedId(publishLogId, PUBLISH_FAILED),
    socialAccountId,
    severity: isInDoubt ? 'critical' : 'warning',
    subjectType: 'publication',
    subjectId: publishLogId,
    message: `The winning clip was not published: ${reason}`,
    whatToDo: isInDoubt
      ? 'Look whether the clip is on the account; if it is not, publish it by hand.'
      : 'Correct what is named in the message; the clip can be published by hand.',
    raisedAt: now,
  });
}

/** A failure that a resumed run made good. */
export function publishFailedResolved(publishLogId: string, socialAccountId: string, now: Date): EventOf<Events> {
  return {
    type: 'AlertResolved',
    key: socialAccountId,
    data: { alertId: derivedId(publishLogId, PUBLISH_FAILED), socialAccountId, resolvedAt: now, reason: 'resumed' },
  };
}

/** Nobody waits for the answer to a publication that the test itself asked for. */
export function autoPublishRefusedAlert(abTestId: string, socialAccountId: string, detail: string): EventOf<Events> {
  return raised({
    alertId: derivedId(abTestId, socialAccountId, 'auto_publish'),
    socialAccountId,
    severity: 'warning',
    subjectType: 'ab_test',
    subjectId: abTestId,
    message: `The winner was not published automatically: ${detail}`,
    whatToDo: `When that is settled, POST /meta/orchestrate/ab/${abTestId}/publish-winner.`,
    raisedAt: new Date(),
  });
}

const raised = (alert: Omit<AlertRaised, 'kind'>): EventOf<Events> => ({
  type: 'AlertRaised',
  key: alert.socialAccountId,
  data: { ...alert, kind: PUBLISH_FAILED },
});
