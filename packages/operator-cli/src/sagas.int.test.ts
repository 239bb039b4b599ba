import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createSagaEngine, defineSaga, done, rejected, type SagaEngine, type StepOutcome } from '@mao/saga';
import { createLogger, newId } from '@mao/service-kit';
import { waitFor } from '@mao/service-kit/testing';
import { type CliRig, openCliRig, SERVICE } from './testing/cli-rig.ts';

let rig: CliRig;
let engines: SagaEngine[];
/** What the steps come to, by name; those without an entry succeed. */
let outcomes: Map<string, StepOutcome>;
beforeEach(async () => {
  rig = await openCliRig();
  engines = [];
  outcomes = new Map();
});
afterEach(async () => {
  await stopEngines();
  await rig.close();
});

const stopEngines = async () => {
  for (const engine of engines.splice(0)) await engine.stop(200);
};

/** make: compensatable · show: pivot · tell: retriable. */
const definition = defineSaga<unknown>({ type: 'house', version: 1 })
  .compensatable({ ...step('make'), compensate: async () => outcomes.get('unmake') ?? done() })
  .pivot(step('show'))
  .retriable(step('tell'))
  .build();

function step<Name extends string>(name: Name) {
  return {
    name,
    deadlineMs: 60_000,
    retry: { maxAttempts: 1, backoff: { baseMs: 10, maxMs: 10 } },
    run: async (): Promise<StepOutcome> => outcomes.get(name) ?? done(),
  };
}

function startEngine(): SagaEngine {
  const logger = createLogger({ service: 'cli-test', level: 'silent' });
  const engine = createSagaEngine({ orm: rig.orm, definitions: [definition], deps: {}, logger });
  engines.push(engine);
  engine.start();
  return engine;
}

async function begin(engine: SagaEngine): Promise<string> {
  const id = newId();
  await rig.orm.em.fork().transactional((em) => engine.begin(em, { type: 'house', id, input: {} }));
  return id;
}

const ended = (id: string, status: string) =>
  waitFor(`${id} to be ${status}`, async () => {
    const [saga] = await rig.sql<{ status: string }>('select status from sagas where id = $1', [id]);
    return saga?.status === status;
  });

const refusal = rejected({ code: 'no', message: 'Meta said no' });

describe('sagas', () => {
  test('what needs attention is listed, shown and resumed; asked twice it goes on once; the audit has a row', async () => {
    outcomes.set('tell', refusal);
    const id = await begin(startEngine());
    await ended(id, 'needs_attention');
    await stopEngines();
    expect((await rig.cli('sagas', 'list', '--status', 'needs_attention', '--json')).rows()).toMatchObject([
      { service: SERVICE, id, type: 'house', error: 'Meta said no' },
    ]);
    const shown = await rig.cli('sagas', 'show', id, '--json');
    expect(shown.rows()).toMatchObject([{ name: 'make' }, { name: 'show' }, { name: 'tell', state: 'rejected' }]);
    expect(shown.error).toContain(`house of ${SERVICE}: needs_attention; error: Meta said no`);

    outcomes.clear();
    const dry = await rig.cli('sagas', 'resume', id, '--dry-run', '--json');
    expect(dry.rows()).toMatchObject([{ outcome: 'would be asked to go on, with fresh tries' }]);
    expect(await rig.sql('select from operator_actions')).toEqual([]);
    const first = await rig.cli('sagas', 'resume', id, '--as', 'eve', '--json');
    expect(first).toMatchObject({ code: 0, error: `${SERVICE} is not running: it goes on with this when it starts.` });
    const second = await rig.cli('sagas', 'resume', id, '--json');
    expect(second.rows()).toMatchObject([{ outcome: expect.stringContaining('asked before') }]);
    startEngine();
    await ended(id, 'completed');
    expect((await rig.cli('audit', 'list', '--json')).rows()).toMatchObject([
      { who: 'eve', action: 'sagas resume', subject: id, arguments: { type: 'house', status: 'needs_attention' } },
    ]);
    const late = await rig.cli('sagas', 'resume', id, '--json');
    expect(late).toMatchObject({ code: 1, error: `Refused: ${id}` });
    expect(late.rows()).toMatchObject([{ outcome: 'refused: it is completed; only a saga that needs attention can be resumed' }]);
  });

  test('a saga that runs before its point of no return is undone; past it that is refused', async () => {
    const engine = startEngine();
    outcomes.set('show', { type: 'waiting', reason: 'throttled', until: 3_600_000, withoutEffect: true });
    const waiting = await begin(engine);
    await waitFor('the wait', async () => (await rig.sql('select from sagas where waiting_for is not null')).length === 1);
    outcomes.clear();
    outcomes.set('tell', refusal);
    const past = await begin(engine);
    await ended(past, 'needs_attention');
    const run = await rig.cli('sagas', 'compensate', waiting, past, '--rate', '100', '--json');
    expect(run.code).toBe(1);
    expect(run.rows()).toMatchObject([
      { id: waiting, status: 'running', outcome: 'asked to undo what it made' },
      { id: past, outcome: 'refused: it is past its point of no return and can only go forward' },
    ]);
    await ended(waiting, 'cancelled');
    const steps = (await rig.cli('sagas', 'show', waiting, '--json')).rows();
    expect(steps[0]).toMatchObject({ name: 'make', compensation: 'done' });
    expect(await rig.sql('select from operator_actions')).toHaveLength(1);
  });

  test('an id that is nowhere: a sentence, exit 1, and none of the others is asked', async () => {
    outcomes.set('tell', refusal);
    const id = await begin(startEngine());
    await ended(id, 'needs_attention');
    const missing = newId();
    const run = await rig.cli('sagas', 'resume', id, missing);
    expect(run).toMatchObject({ code: 1, out: '' });
    expect(run.error).toContain(`There is no saga ${missing}`);
    expect(await rig.sql('select from operator_actions')).toEqual([]);
    expect((await rig.cli('sagas', 'show', missing)).error).toContain(`There is no saga ${missing}`);
  });
});
