import type { PlantedBug } from './planted-bug.ts';

const CLAIM = 'packages/messaging/src/outbox/claim.ts';
const RELAY = 'packages/messaging/src/outbox/relay.ts';
const SAVE = 'packages/saga/src/store/save.ts';
const LOG = 'services/publisher/src/handlers/request-publication.ts';

/** The bugs of `npm run planted`: each a wrong turn that others have taken in this place. */
export const BUGS: readonly PlantedBug[] = [
  {
    name: 'cursor outbox',
    harm: 'an event whose transaction commits after a later one never reaches Kafka',
    edits: [
      {
        file: CLAIM,
        find: 'const rows = await query<ClaimRow>(em, CLAIM, [owner]);',
        replace: `const found = await query(em, CLAIM, [owner]);
  const rows = found.filter((row) => BigInt(row.seq) > cursor.last);
  for (const row of rows) cursor.last = BigInt(row.seq);`,
      },
      { file: CLAIM, find: 'const BATCH_SIZE = 500;', replace: 'const BATCH_SIZE = 500;\nconst cursor = { last: 0n };' },
    ],
    caughtBy: { project: 'int', file: 'packages/messaging/src/outbox/outbox.int.test.ts', test: 'M8' },
    inSeeds: 5,
  },
  {
    name: 'marked before it is sent',
    harm: 'a relay that dies between mark and send loses the events it held',
    edits: [
      {
        file: RELAY,
        find: 'await options.publisher.publish(claimed.map((row) => row.message));',
        replace: 'const marked = await markPublished(options.em(), options.owner, claimed);',
      },
      {
        file: RELAY,
        find: 'const marked = await markPublished(options.em(), options.owner, claimed);',
        replace: 'await options.publisher.publish(claimed.map((row) => row.message));',
      },
    ],
    caughtBy: { project: 'int', file: 'packages/messaging/src/crash-points.int.test.ts', test: 'M1:' },
    inSeeds: 5,
  },
  {
    name: 'a zombie relay may mark',
    harm: 'rows that a relay without its lease believes sent are deleted before their new owner sends them',
    edits: [
      {
        file: 'packages/messaging/src/tables/messaging-migrations.ts',
        find: 'and l.owner = relay and l.epoch = sent.epoch',
        replace: '',
      },
    ],
    caughtBy: { project: 'int', file: 'packages/messaging/src/outbox/outbox.int.test.ts', test: 'M4' },
  },
  {
    name: 'offset before commit',
    harm: 'a consumer that dies inside its transaction never sees the messages again',
    edits: [
      {
        file: 'packages/messaging/src/kafka/kafkajs-consumer.ts',
        find: '    await options.onBatch({',
        replace: `    committer.commit(BigInt(batch.messages.at(-1)?.offset ?? 0));
    await committer.settled();
    await options.onBatch({`,
      },
    ],
    caughtBy: { project: 'int', file: 'packages/messaging/src/crash-points.int.test.ts', test: 'M11' },
  },
  {
    name: 'no inbox',
    harm: 'a message that is delivered twice takes effect twice',
    edits: [
      {
        file: 'packages/messaging/src/consumer/apply-entries.ts',
        find: "if (verdict === 'fresh') return",
        replace: "if (verdict === 'fresh' || verdict === 'duplicate') return",
      },
    ],
    caughtBy: { project: 'int', file: 'packages/messaging/src/consumer/consumer.int.test.ts', test: 'M10: three' },
  },
  {
    name: 'copies inside a batch',
    harm: 'two copies of one event that arrive together both take effect',
    edits: [
      {
        file: 'packages/messaging/src/inbox/admit.ts',
        find: 'select distinct on (event_id) * from input order by event_id, ord',
        replace: 'select * from input order by event_id, ord',
      },
      {
        file: 'packages/messaging/src/inbox/admit.ts',
        find: `on conflict (group_name, event_id) do update set is_dead = false, is_replay = true
    where i.is_dead and excluded.is_replay`,
        replace: 'on conflict (group_name, event_id) do nothing',
      },
    ],
    caughtBy: { project: 'int', file: 'packages/messaging/src/consumer/consumer.int.test.ts', test: 'M10: copies' },
  },
  {
    name: 'no fencing of sagas',
    harm: 'a worker that wakes up after its lease overwrites what its successor has done',
    edits: [
      {
        file: SAVE,
        find: `    on s.id = i.id and s.version = i.version and s.requests = i.requests and s.lease_epoch = i.epoch
  order by`,
        replace: `    on s.id = i.id
  order by`,
      },
      {
        file: SAVE,
        find: `where s.id = i.id and s.version = i.version and s.requests = i.requests and s.lease_epoch = i.epoch
  returning`,
        replace: `where s.id = i.id
  returning`,
      },
    ],
    caughtBy: { project: 'int', file: 'packages/saga/src/worker.int.test.ts', test: 'zombie' },
    inSeeds: 40,
  },
  {
    name: 'blind retry of a create',
    harm: 'a campaign whose answer was lost is made a second time, and paid for twice',
    edits: [
      {
        file: 'packages/saga/src/core/decide.ts',
        find: "  if (step.state === 'unknown' && planned.step.reconcile) return look(step, now);\n",
        replace: '',
      },
    ],
    caughtBy: { project: 'int', file: 'packages/saga/src/core/crash-enumeration.int.test.ts' },
    inSeeds: 20,
  },
  {
    name: 'swallowed compensation',
    harm: 'what could not be removed counts as removed, and stays at Meta unknown to anybody',
    edits: [
      {
        file: 'packages/saga/src/core/evolve.ts',
        find: "return { ...step, compensation: 'waiting', error: event.error, retryAt: event.retryAt };",
        replace: "return { ...step, compensation: 'done', mayExist: false };",
      },
    ],
    caughtBy: { project: 'unit', file: 'packages/saga/src/core/interleavings.unit.test.ts' },
    inSeeds: 60,
  },
  {
    name: 'active at birth',
    harm: 'an ad spends money before its tree is verified, or although nobody asked to publish it',
    edits: [
      {
        file: 'packages/graph-api/src/tree/create-object.ts',
        find: "name, status: 'PAUSED', adlabels",
        replace: "name, status: 'ACTIVE', adlabels",
      },
    ],
    caughtBy: { project: 'unit', file: 'packages/graph-api/src/tree/create-object.unit.test.ts' },
    inSeeds: 5,
  },
  {
    name: 'forgotten Idempotency-Key',
    harm: 'a caller who repeats a request whose answer was lost gets a second campaign',
    edits: [
      {
        file: 'services/gateway/src/operations/accept.ts',
        find: 'idempotencyKey: request.idempotencyKey ?? null,',
        replace: 'idempotencyKey: null,',
      },
    ],
    caughtBy: { project: 'int', file: 'services/gateway/src/operations/accept.int.test.ts' },
    inSeeds: 5,
  },
  {
    name: 'a look instead of a unique key',
    harm: 'two requests at the same moment publish the winner twice',
    edits: [
      { file: LOG, find: 'on conflict (ab_test_id, social_account_id) do nothing returning id', replace: 'returning id' },
      {
        file: 'services/publisher/src/migrations/2026-11-23-publisher.ts',
        find: '        unique (ab_test_id, social_account_id),\n',
        replace: '',
      },
    ],
    caughtBy: { project: 'int', file: 'services/publisher/src/publish.int.test.ts', test: 'however many ask at once' },
  },
  {
    name: 'no embargo',
    harm: 'a winner is named on a handful of impressions',
    edits: [
      {
        file: 'packages/ab-stats/src/decision/embargo.ts',
        find: 'return { isMet: reasons.length === 0,',
        replace: 'return { isMet: true,',
      },
    ],
    caughtBy: { project: 'unit', file: 'packages/ab-stats/src/decision/embargo.unit.test.ts' },
  },
];
