import { describe, expect, test } from '@jest/globals';
import { COMMANDS } from './commands/index.ts';
import { parseCommand } from './parse-command.ts';
import { runCli } from './run-cli.ts';

const ENV = { DATABASE_URL_GATEWAY: 'postgres://nobody@127.0.0.1:1/none', KAFKA_BROKERS: '127.0.0.1:1' };
const SAGA = '019a2b4c-0000-7000-8000-000000000001';

async function cli(line: string) {
  const seen = { out: '', error: '' };
  const terminal = {
    out: (text: string) => {
      seen.out += text;
    },
    error: (text: string) => {
      seen.error += text;
    },
  };
  return { code: await runCli(line === '' ? [] : line.split(' '), ENV, terminal), ...seen };
}

describe('a command line that makes no sense ends with 64 and one clear sentence', () => {
  test.each([
    ['nonsense', 'There is no command "nonsense"'],
    ['dlq', 'dlq what? dlq has: dlq discard, dlq list, dlq replay, dlq show.'],
    ['dlq delete', 'There is no command "dlq delete". dlq has: dlq discard, dlq list'],
    ['dlq list --bogus', "dlq list: Unknown option '--bogus'"],
    ['dlq list --service nobody', '--service nobody: one of gateway.'],
    ['dlq list --state gone', '--state gone: one of dead, waiting, handled, discarded, died-again, replayed.'],
    ['dlq list --limit none', '--limit none: a whole number from 1 to'],
    ['dlq list --limit', "dlq list: Option '--limit <value>' argument missing"],
    ['dlq list one', 'dlq list takes options only, not "one".'],
    ['dlq show', 'dlq show needs the id of a dead letter'],
    ['dlq show 17', '17 is not the id of a dead letter: copy one from dlq list'],
    ['dlq replay', 'dlq replay needs ids of dead letters (as dlq list shows them), a filter, or --all.'],
    ['dlq replay a.b.dlq/0/1 --all', 'ids or filters, not both'],
    ['dlq replay --all --rate 0', '--rate 0: writes per second, more than 0'],
    ['dlq replay --all --rate fast', '--rate fast: writes per second'],
    ['dlq replay --all --as=', '--as is empty.'],
    ['dlq discard', 'dlq discard needs the id of a dead letter'],
    ['dlq discard a.b.dlq/0/1', 'dlq discard needs --reason'],
    ['parked release', 'parked release needs --service, --topic, --key or --all.'],
    ['sagas list --status lost', '--status lost: one of running, compensating'],
    ['sagas show', 'sagas show needs the id of a saga'],
    ['sagas show x', 'x is not the id of a saga'],
    ['sagas resume', 'sagas resume needs the id of a saga'],
    ['sagas compensate x', 'x is not the id of a saga'],
    [`sagas resume ${SAGA} --status running`, "sagas resume: Unknown option '--status'"],
    ['outbox status now', 'outbox status takes options only'],
    ['reconcile', 'reconcile needs --account'],
  ])('%s', async (line, sentence) => {
    const { code, error, out } = await cli(line);
    expect({ code, out }).toEqual({ code: 64, out: '' });
    expect(error).toContain(sentence);
    expect(error.split('\n')).toHaveLength(1);
  });

  test('nothing at all shows the help', async () => {
    expect(await cli('')).toMatchObject({ code: 64, out: expect.stringContaining('dlq replay') });
  });
});

describe('help', () => {
  test('lists every command, and shows each with its options and examples', async () => {
    const all = await cli('help');
    expect(all.code).toBe(0);
    for (const [name, { examples = [] }] of Object.entries(COMMANDS)) {
      expect(all.out).toContain(name);
      const asked = await cli(`help ${name}`);
      const own = await cli(`${name} --help`);
      expect(asked).toEqual(own);
      expect(own).toMatchObject({ code: 0, error: '' });
      expect(examples.length).toBeGreaterThan(0);
      for (const example of examples) expect(own.out).toContain(example);
    }
  });

  test('every example is a command line that its command can read', () => {
    for (const [name, { examples = [] }] of Object.entries(COMMANDS)) {
      for (const example of examples) expect(parseCommand(COMMANDS, example.split(' '))?.name).toBe(name);
    }
  });
});

test('options may stand before the command, and ids are taken as typed', () => {
  const parsed = parseCommand(COMMANDS, ['--json', 'sagas', 'show', SAGA]);
  expect(parsed).toMatchObject({ name: 'sagas show', isJson: true, input: { arguments: [SAGA] } });
});
