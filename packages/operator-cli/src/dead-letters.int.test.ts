import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AppError, newId } from '@mao/service-kit';
import { waitFor } from '@mao/service-kit/testing';
import { type CliRig, openCliRig, SERVICE } from './testing/cli-rig.ts';
import { spawnCli } from './testing/spawn-cli.ts';

const refused = () => new AppError('request-impossible', { permanent: true, message: 'no such thing' });
const notYet = () => new Error('not yet');

let rig: CliRig;
beforeEach(async () => {
  rig = await openCliRig();
});
afterEach(() => rig.close());

const parked = (count: number) =>
  waitFor(`${count} parked messages`, async () => (await rig.sql('select from parked_messages')).length === count);

const idOf = (rows: readonly Record<string, unknown>[], index = 0): string => String(rows[index]?.['id']);

describe('dlq', () => {
  test('M19: lists, shows decoded, dry-runs and replays a dead letter; a second replay does nothing; the audit names both facts', async () => {
    rig.refusals.set('ann', refused());
    await rig.startService();
    const key = newId();
    await rig.send(key, 'ann');
    const [listed] = await rig.letters(1);
    expect(listed).toMatchObject({
      id: `campaign-requests.${SERVICE}.dlq/0/0`,
      state: 'dead',
      type: 'CampaignCancelRequested',
      key,
      error: 'request-impossible',
      reason: 'no such thing',
      replayed_at: null,
    });
    const id = String(listed?.['id']);

    const shown = (await rig.cli('dlq', 'show', id, '--json')).rows()[0];
    expect(shown).toMatchObject({ id, topic: 'campaign-requests', data: { campaignId: key, requestedBy: 'ann' } });
    expect((await rig.cli('dlq', 'show', id)).out).toContain('"requestedBy": "ann"');

    rig.refusals.clear();
    const dry = await rig.cli('dlq', 'replay', id, '--dry-run', '--json');
    expect(dry.rows()).toMatchObject([{ id, outcome: 'would be queued' }]);
    expect(dry.error).toContain('nothing was done');
    expect(await rig.sql('select from operator_actions')).toEqual([]);

    const first = await rig.cli('dlq', 'replay', id, '--as', 'eve', '--rate', '5/s', '--json');
    expect({ code: first.code, error: first.error, rows: first.rows() }).toMatchObject({
      code: 0,
      error: '',
      rows: [{ id, outcome: 'queued' }],
    });
    await waitFor('the effect', async () => (await rig.effects()).length === 1);
    const second = await rig.cli('dlq', 'replay', id, '--json');
    expect(second.rows()).toMatchObject([{ outcome: 'nothing to do: it was handled' }]);
    expect(await rig.effects()).toEqual(['ann']);

    expect((await rig.cli('dlq', 'list', '--json')).rows()).toMatchObject([
      { state: 'handled', replayed_by: 'eve', replayed_at: expect.any(String) },
    ]);
    expect((await rig.cli('audit', 'list', '--json')).rows()).toMatchObject([
      {
        service: SERVICE,
        who: 'eve',
        action: 'dlq replay',
        subject: id,
        arguments: { rate: '5/s', key, error: 'request-impossible' },
      },
    ]);
  });

  test('two operators who replay everything at once have the effect of one', async () => {
    rig.refusals.set('ann', refused()).set('bob', refused());
    await rig.startService();
    await rig.send(newId(), 'ann');
    await rig.send(newId(), 'bob');
    await rig.letters(2);
    rig.refusals.clear();
    const runs = await Promise.all([rig.cli('dlq', 'replay', '--all', '--rate', '1000'), rig.cli('dlq', 'replay', '--all')]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    await waitFor('both effects', async () => (await rig.effects()).length === 2);
    await parked(0);
    expect((await rig.effects()).toSorted()).toEqual(['ann', 'bob']);
    expect(await rig.sql('select from operator_actions')).toHaveLength(2);
  });

  test('filters choose; a filtered replay leaves alone what was handled, and says so', async () => {
    for (const name of ['ann', 'bob', 'cid']) rig.refusals.set(name, refused());
    await rig.startService();
    const keys = [newId(), newId(), newId()] as const;
    await rig.send(keys[0], 'ann');
    await rig.send(keys[1], 'bob');
    await rig.send(keys[2], 'cid');
    await rig.letters(3);
    const list = async (...args: string[]) => (await rig.cli('dlq', 'list', '--json', ...args)).rows();
    expect(await list('--key', keys[1])).toMatchObject([{ key: keys[1] }]);
    expect(await list('--service', SERVICE, '--topic', 'campaign-requests', '--type', 'CampaignCancelRequested')).toHaveLength(3);
    expect(await list('--topic', 'campaigns')).toEqual([]);
    expect(await list('--error', 'TypeError')).toEqual([]);
    const limited = await rig.cli('dlq', 'list', '--limit', '2', '--json');
    expect(limited.rows()).toHaveLength(2);
    expect(limited.error).toContain('1 older ones are not shown');
    rig.refusals.clear();
    await rig.cli('dlq', 'replay', '--key', keys[0]);
    await waitFor('the first', async () => (await rig.effects()).length === 1);
    expect(await list('--state', 'dead')).toHaveLength(2);
    const rest = await rig.cli('dlq', 'replay', '--service', SERVICE, '--rate', '100', '--json');
    expect(rest.rows()).toHaveLength(2);
    expect(rig.pauses).toEqual([10]);
    expect(rest.error).toContain('1 more fit, but were replayed or handled before.');
    await waitFor('the rest', async () => (await rig.effects()).length === 3);
  });

  test('M19: a replay keeps the order of its key: it runs before the parked messages that came after it', async () => {
    rig.refusals.set('first', refused()).set('second', notYet());
    await rig.startService();
    const key = newId();
    await rig.send(key, 'first', 'second', 'third');
    const [letter] = await rig.letters(1);
    await parked(2);
    // Held still, so that the order does not depend on who is faster.
    await rig.stopService();
    rig.refusals.clear();
    const replayed = await rig.cli('dlq', 'replay', String(letter?.['id']), '--json');
    expect(replayed.rows()).toMatchObject([{ outcome: 'queued' }]);
    expect(replayed.error).toContain(`${SERVICE} is not running: it goes on with this when it starts.`);
    const again = await rig.cli('dlq', 'replay', String(letter?.['id']), '--json');
    expect(again.rows()).toMatchObject([{ outcome: expect.stringContaining('it waits in the line of its key') }]);
    const line = (await rig.cli('parked', 'list', '--key', key, '--json')).rows();
    expect(line.map(({ next_attempt_at }) => next_attempt_at !== null)).toEqual([true, false, false]);
    await rig.startService();
    await waitFor('the line', async () => (await rig.effects()).length === 3);
    expect(await rig.effects()).toEqual(['first', 'second', 'third']);
  });

  test('a replay that breaks off says how far it came, and the same command goes on with the rest', async () => {
    for (const name of ['ann', 'bob', 'cid']) rig.refusals.set(name, refused());
    await rig.startService();
    for (const name of ['ann', 'bob', 'cid']) await rig.send(newId(), name);
    await rig.letters(3);
    rig.refusals.clear();
    rig.onPause = async () => void (await rig.sql('alter table operator_actions rename to away'));
    const broken = await rig.cli('dlq', 'replay', '--all', '--rate', '4', '--json');
    expect({ code: broken.code, rows: broken.rows().length, pauses: rig.pauses }).toEqual({ code: 1, rows: 1, pauses: [250] });
    expect(broken.error).toContain('2 were not replayed; the same command goes on with them.');
    await rig.sql('alter table away rename to operator_actions');
    rig.onPause = async () => undefined;
    expect((await rig.cli('dlq', 'replay', '--all', '--json')).rows()).toHaveLength(2);
    await waitFor('all effects', async () => (await rig.effects()).length === 3);
    expect((await rig.effects()).toSorted()).toEqual(['ann', 'bob', 'cid']);
  });

  test('a replay that fails again is a new dead letter; the old one says so', async () => {
    rig.refusals.set('ann', refused());
    await rig.startService();
    await rig.send(newId(), 'ann');
    const id = idOf(await rig.letters(1));
    await rig.cli('dlq', 'replay', id);
    const both = await rig.letters(2);
    expect(both.map(({ state }) => state)).toEqual(['dead', 'died-again']);
    rig.refusals.clear();
    expect((await rig.cli('dlq', 'replay', id)).out).toContain('take its newer dead letter');
    expect((await rig.cli('dlq', 'replay', idOf(both))).code).toBe(0);
    await waitFor('the effect', async () => (await rig.effects()).length === 1);
  });
});

test('a dead letter that shall never take effect is discarded with a reason: counted no more, and no replay wakes it', async () => {
  rig.refusals.set('ann', refused());
  await rig.startService();
  await rig.send(newId(), 'ann');
  const id = idOf(await rig.letters(1));
  rig.refusals.clear();
  const dry = await rig.cli('dlq', 'discard', id, '--reason', 'sent by mistake', '--dry-run', '--json');
  expect(dry.rows()).toMatchObject([{ outcome: 'would be discarded' }]);
  expect(await rig.sql('select from inbox where is_dead')).toHaveLength(1);
  const run = await rig.cli('dlq', 'discard', id, '--reason', 'sent by mistake', '--as', 'eve', '--json');
  expect(run.rows()).toMatchObject([{ id, outcome: 'discarded' }]);
  expect(await rig.sql('select from inbox where is_dead')).toEqual([]);
  for (const again of [
    ['replay', id],
    ['discard', id, '--reason', 'twice'],
  ])
    expect((await rig.cli('dlq', ...again, '--json')).rows()).toMatchObject([{ outcome: 'nothing to do: it was discarded' }]);
  expect((await rig.cli('dlq', 'list', '--state', 'discarded', '--json')).rows()).toMatchObject([{ id }]);
  expect((await rig.cli('audit', 'list', '--json')).rows()).toMatchObject([
    { who: 'eve', action: 'dlq discard', subject: id, arguments: { reason: 'sent by mistake' } },
  ]);
  expect(await rig.effects()).toEqual([]);
});

describe('parked', () => {
  test('a parked key is released before it is due and drains; the audit has a row', async () => {
    rig.refusals.set('ann', notYet());
    await rig.startService();
    const key = newId();
    await rig.send(key, 'ann', 'bob');
    await parked(2);
    rig.refusals.clear();
    await rig.stopService();
    await rig.sql(`update parked_messages set next_attempt_at = now() + interval '1 hour' where next_attempt_at is not null`);
    await rig.startService();
    const dry = await rig.cli('parked', 'release', '--key', key, '--dry-run', '--json');
    expect(dry.rows()).toMatchObject([{ service: SERVICE, key, messages: 2, outcome: 'would be tried now' }]);
    expect(await rig.sql('select from operator_actions')).toEqual([]);
    const released = await rig.cli('parked', 'release', '--service', SERVICE, '--as', 'eve', '--json');
    expect(released.rows()).toMatchObject([{ key, outcome: 'tried now' }]);
    await waitFor('the line', async () => (await rig.effects()).length === 2);
    expect((await rig.cli('parked', 'release', '--all', '--json')).rows()).toEqual([]);
    expect((await rig.cli('audit', 'list', '--json')).rows()).toMatchObject([
      { who: 'eve', action: 'parked release', subject: `campaign-requests/${key}` },
    ]);
  });
});

describe('in trouble', () => {
  test('Kafka away: a sentence that names it, exit 1', async () => {
    Object.assign(rig.env, { KAFKA_BROKERS: '127.0.0.1:1' });
    const run = await rig.cli('dlq', 'list');
    expect(run).toMatchObject({ code: 1, out: '' });
    expect(run.error).toContain('Kafka does not answer at 127.0.0.1:1');
  });

  test('a database away: a sentence that names its service, exit 1', async () => {
    const url = 'postgres://nobody@127.0.0.1:1/none';
    for (const command of [
      ['outbox', 'status'],
      ['parked', 'release', '--all'],
    ]) {
      const run = await spawnCli(command, { DATABASE_URL_CAMPAIGN_ORCHESTRATOR: url });
      expect(run).toMatchObject({ code: 1, out: '' });
      expect(run.error).toContain(`The database of ${SERVICE} does not answer`);
    }
  });

  test('a database that is not migrated yet: a sentence that says what to do', async () => {
    await rig.sql('alter table operator_actions rename to later');
    rig.refusals.set('ann', refused());
    await rig.startService();
    await rig.send(newId(), 'ann');
    const run = await waitFor('the letter', async () => {
      const one = await rig.cli('dlq', 'list');
      return one.code === 1 && one;
    });
    expect(run.error).toContain(`The database of ${SERVICE} is not up to date`);
  });

  test('an id that is nowhere: a sentence, exit 1, and nothing is done', async () => {
    const run = await rig.cli('dlq', 'replay', 'campaigns.gateway.dlq/0/17');
    expect(run).toMatchObject({ code: 1, out: '' });
    expect(run.error).toContain('There is no dead letter campaigns.gateway.dlq/0/17');
  });
});
