import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Stack } from '@mao/local-stack';
import { waitFor } from '@mao/service-kit/testing';
import { fakeClient } from '../support/fake-client.ts';
import { gatewayClient } from '../support/gateway-client.ts';
import { query } from '../support/query.ts';
import { type ReadEvent, readEverything } from '../support/read-everything.ts';
import { connectAccount, publishClip, runBody } from '../support/scenario.ts';
import { startTestStack } from '../support/test-stack.ts';

const PREFIX = `trace${randomBytes(3).toString('hex')}_`;
const SECRET = `EAAB${randomBytes(20).toString('hex')}`;
const TRACE = { good: randomBytes(16).toString('hex'), bad: randomBytes(16).toString('hex') };

let stack: Stack;
let events: ReadEvent[];
const operations = { good: '', bad: '' };

beforeAll(async () => {
  stack = await startTestStack({ topicPrefix: PREFIX, env: { LOG_LEVEL: 'debug', META_APP_SECRET: 'app-secret-of-the-test' } });
  const admin = gatewayClient(stack);
  const fake = fakeClient(stack.fakeUrl);
  const account = await connectAccount(admin, { access_token: SECRET });
  const clipId = await publishClip(admin, account);
  const run = async (kind: 'good' | 'bad') => {
    const answer = await admin.post('/meta/orchestrate/run', runBody(account, clipId), {
      traceparent: `00-${TRACE[kind]}-b7ad6b7169203331-01`,
    });
    expect([answer.status, answer.body.overall_success]).toEqual([200, kind === 'good']);
    operations[kind] = answer.body.request_id;
  };
  await run('good');
  await fake.addFault({
    method: 'POST',
    path: `^/${account.adAccount}/ads$`,
    nth: 1,
    action: { type: 'error', status: 400, code: 100, user_msg: 'no' },
  });
  await run('bad');
  await waitFor('all outboxes to be empty', async () => {
    const counts = await Promise.all(Object.values(stack.databases).map((url) => query(url, 'select 1 from outbox limit 1')));
    return counts.every((rows) => rows.length === 0);
  });
  events = await readEverything(stack.brokers, PREFIX);
}, 120_000);

afterAll(() => stack?.stop());

test.each([
  ['good', ['CampaignCreated', 'CampaignRequested', 'CampaignStepCompleted', 'InsightsSyncCompleted']],
  ['bad', ['AlertRaised', 'CampaignFailed', 'CampaignRequested', 'CampaignStepCompleted']],
] as const)(
  'M28: every event that a %s run causes carries the trace of its HTTP request, compensation included',
  (kind, types) => {
    const caused = events.filter((event) => event.correlationId === operations[kind]);
    expect([...new Set(caused.map(({ type }) => type))].toSorted()).toEqual(types);
    for (const event of caused) expect([event.type, event.traceparent.slice(3, 35)]).toEqual([event.type, TRACE[kind]]);
  },
);

test('I10: the events of one writer and key are numbered without a gap, in the order in which they stand', () => {
  const seen = new Map<string, number>();
  for (const event of events) {
    const line = `${event.source} ${event.topic} ${event.key}`;
    expect([line, event.keySeq]).toEqual([line, (seen.get(line) ?? 0) + 1]);
    seen.set(line, event.keySeq);
  }
  expect(seen.size).toBeGreaterThan(5);
});

test("Meta's token and the app secret appear in no event and in no log line", () => {
  const logs = readdirSync(join(stack.dataDir, 'logs')).map((name) => readFileSync(join(stack.dataDir, 'logs', name), 'utf8'));
  expect(logs.join('').length).toBeGreaterThan(0);
  for (const text of [...logs, ...events.map(({ raw }) => raw)]) {
    expect(text.includes(SECRET)).toBe(false);
    expect(text.includes('app-secret-of-the-test')).toBe(false);
  }
});

test('the token stands in no table in clear', async () => {
  for (const url of Object.values(stack.databases)) {
    const tables = await query(url, `select table_name as name from information_schema.tables where table_schema = 'public'`);
    for (const { name } of tables) {
      const rows = await query(url, `select count(*)::int as n from "${String(name)}" t where t::text like $1`, [`%${SECRET}%`]);
      expect([name, rows[0]?.['n']]).toEqual([name, 0]);
    }
  }
});
