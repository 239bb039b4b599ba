import type { Command } from '../command.ts';
import { auditList } from './audit-list.ts';
import { dlqDiscard } from './dlq/discard.ts';
import { dlqList } from './dlq/list.ts';
import { dlqReplay } from './dlq/replay.ts';
import { dlqShow } from './dlq/show.ts';
import { outboxStatus } from './outbox/status.ts';
import { parkedList } from './parked/list.ts';
import { parkedRelease } from './parked/release.ts';
import { reconcile } from './reconcile.ts';
import { sagasCompensate } from './sagas/compensate.ts';
import { sagasList } from './sagas/list.ts';
import { sagasResume } from './sagas/resume.ts';
import { sagasShow } from './sagas/show.ts';

export const COMMANDS: Readonly<Record<string, Command>> = {
  'audit list': auditList,
  'dlq discard': dlqDiscard,
  'dlq list': dlqList,
  'dlq replay': dlqReplay,
  'dlq show': dlqShow,
  'outbox status': outboxStatus,
  'parked list': parkedList,
  'parked release': parkedRelease,
  reconcile,
  'sagas compensate': sagasCompensate,
  'sagas list': sagasList,
  'sagas resume': sagasResume,
  'sagas show': sagasShow,
};
