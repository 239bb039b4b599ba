import type { Command } from './command.ts';

const RUN = 'npm run cli --';
const COLUMN = 18;

/** All commands, a line each. */
export function helpOfAll(commands: Readonly<Record<string, Command>>): string {
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(COLUMN)} ${summary}`);
  return [
    `${RUN} <command> [options]`,
    lines.join('\n'),
    `Every command takes --json, and --help shows its options and examples.
The databases are those of the running local stack, or those that DATABASE_URL_<SERVICE> (DATABASE_URL_GATEWAY, …) names;
Kafka is that of KAFKA_BROKERS and KAFKA_TOPIC_PREFIX, else that of the stack.`,
  ].join('\n\n');
}

export function helpOf(name: string, { usage, summary, options = {}, examples = [] }: Command): string {
  const named = Object.entries(options).map(
    ([option, { value, summary: text }]) => [`--${option} ${value ?? ''}`, text] as const,
  );
  const lines = [...named, ['--json', 'rows as JSON on stdout'] as const].map(
    ([option, text]) => `  ${option.padEnd(COLUMN)} ${text}`,
  );
  return [
    `${RUN} ${name} ${usage}`.trimEnd(),
    summary,
    lines.join('\n'),
    ...(examples.length === 0 ? [] : [`Examples:\n${examples.map((example) => `  ${RUN} ${example}`).join('\n')}`]),
  ].join('\n\n');
}
