import { defineEntity, p } from '@mikro-orm/core';

/** Read model of the alerts topic. */
const schema = defineEntity({
  name: 'Alert',
  tableName: 'alerts',
  properties: {
    id: p.uuid().primary(),
    socialAccountId: p.uuid(),
    kind: p.text(),
    severity: p.text(),
    subjectType: p.text(),
    subjectId: p.text(),
    message: p.text(),
    whatToDo: p.text(),
    raisedAt: p.datetime(),
    resolvedAt: p.datetime().nullable(),
  },
});

export class Alert extends schema.class {}
schema.setClass(Alert);
