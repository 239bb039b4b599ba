import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { catalogue } from '@mao/contracts';
import { createCodec } from '@mao/messaging';
import { readFrame } from './plain-avro-reader.ts';
import { SAMPLES } from './samples.ts';
import { type EventType, FINGERPRINTS, fileOf, fingerprints, goldenOf } from './stored-schemas.ts';

const codec = createCodec(catalogue);
/** As JSON shows it: times become text. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const versions = catalogue.events.map((event) => ({ name: fileOf(event), event }));

describe.each(versions)('$name', ({ event }) => {
  const golden = goldenOf(event) ?? { hex: '', data: 'no golden bytes: run tests/schemas/write-golden.ts' };
  const bytes = Buffer.from(golden.hex, 'hex');

  test('M27: its golden bytes are read as what they meant, with what came later filled in', () => {
    const isNewest = catalogue.events.every((other) => other.type !== event.type || other.version <= event.version);
    const read = asJson(codec.decode(event.topic, event.type, bytes));
    if (isNewest) expect(read).toEqual(golden.data);
    else expect(read).toMatchObject(golden.data as object);
  });

  test('M27: a reader that shares no code with ours reads the same', () => {
    expect(asJson(readFrame(bytes, event.id, event.schema))).toEqual(golden.data);
  });

  test('the codec still writes the same bytes', () => {
    if (catalogue.events.some((other) => other.type === event.type && other.version > event.version)) return;
    expect(codec.encode(event.topic, event.type, SAMPLES[event.type as EventType]).toString('hex')).toBe(golden.hex);
  });

  test('its file is what was published', () => {
    const published = JSON.parse(readFileSync(FINGERPRINTS, 'utf8')) as Record<string, string>;
    expect(fingerprints()[fileOf(event)]).toBe(published[fileOf(event)]);
  });
});

test('nothing that was published has disappeared, and every schema id is given once', () => {
  expect(Object.keys(JSON.parse(readFileSync(FINGERPRINTS, 'utf8')) as object)).toEqual(Object.keys(fingerprints()));
  const ids = catalogue.events.map((event) => event.id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every event type has a sample', () => {
  expect(Object.keys(SAMPLES).toSorted()).toEqual([...new Set(catalogue.events.map((event) => event.type))].toSorted());
});
