import { type DeadLetter, type DeadLetterPlace, parseDeadLetterId } from '@mao/messaging';
import type { Option } from './command.ts';
import { type Input, oneOf, textOf } from './input.ts';
import { UsageError } from './usage-error.ts';

/** Which dead letters are meant. */
export interface LetterFilter {
  /** By the name of the dead letter topic, before it is read. */
  wants(topic: string): boolean;
  keeps(letter: DeadLetter): boolean;
  readonly isEmpty: boolean;
}

export const FILTER_OPTIONS: Readonly<Record<string, Option>> = {
  service: { type: 'string', value: 'NAME', summary: 'given up by this service' },
  topic: { type: 'string', value: 'TOPIC', summary: 'that came from this topic' },
  key: { type: 'string', value: 'KEY', summary: 'of this key (the id of a campaign, an A/B test …)' },
  type: { type: 'string', value: 'TYPE', summary: 'of this event type' },
  error: { type: 'string', value: 'CLASS', summary: 'that died of this error' },
};

export function letterFilterOf(input: Input, services: readonly string[]): LetterFilter {
  const service = oneOf(input, 'service', services);
  const [topic, key, type, error] = ['topic', 'key', 'type', 'error'].map((name) => textOf(input, name));
  return {
    isEmpty: [service, topic, key, type, error].every((given) => given === undefined),
    wants: (name) =>
      (service === undefined || name.endsWith(`.${service}.dlq`)) && (topic === undefined || name.startsWith(`${topic}.`)),
    keeps: (letter) =>
      isOrAny(service, letter.group) &&
      isOrAny(topic, letter.original.topic) &&
      isOrAny(key, letter.key) &&
      isOrAny(type, letter.type) &&
      isOrAny(error, letter.errorClass),
  };
}

function isOrAny(wanted: string | undefined, value: string): boolean {
  return wanted === undefined || wanted === value;
}

/** Places by the ids that were typed, each once. */
export function placesOf(ids: readonly string[]): DeadLetterPlace[] {
  return [...new Set(ids)].map((id) => {
    const place = parseDeadLetterId(id);
    if (place !== undefined) return place;
    throw new UsageError(`${id} is not the id of a dead letter: copy one from dlq list, such as campaigns.gateway.dlq/0/17.`);
  });
}
