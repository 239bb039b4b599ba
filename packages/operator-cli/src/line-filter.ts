import type { Databases, Option } from './command.ts';
import { type Input, oneOf, textOf } from './input.ts';

export const LINE_OPTIONS: Readonly<Record<string, Option>> = {
  service: { type: 'string', value: 'NAME', summary: 'of this service' },
  topic: { type: 'string', value: 'TOPIC', summary: 'of this topic' },
  key: { type: 'string', value: 'KEY', summary: 'of this key (the id of a campaign, an A/B test …)' },
};

/** Which lines of parked messages are meant. */
export interface LineFilter {
  readonly services: Databases;
  readonly topic: string | undefined;
  readonly key: string | undefined;
  readonly isEmpty: boolean;
}

export function lineFilterOf(input: Input, databases: Databases): LineFilter {
  const service = oneOf(input, 'service', Object.keys(databases));
  const [topic, key] = [textOf(input, 'topic'), textOf(input, 'key')];
  return {
    services: service === undefined ? databases : { [service]: databases[service] ?? '' },
    topic,
    key,
    isEmpty: service === undefined && topic === undefined && key === undefined,
  };
}
