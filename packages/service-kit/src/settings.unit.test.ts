import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { commonSettings, parseSettings, port } from './settings.ts';

const schema = z.object({ ...commonSettings, PORT: port(8000), API_TOKEN: z.string().min(10) });
const good = { DATABASE_URL: 'postgres://u:p@db/x', KAFKA_BROKERS: 'a:9092,b:9092', API_TOKEN: '0123456789' };

describe('settings', () => {
  test('have defaults, and an empty variable counts as not set', () => {
    expect(parseSettings(schema, { ...good, LOG_LEVEL: '', PORT: '' })).toMatchObject({
      ok: true,
      settings: { LOG_LEVEL: 'info', PORT: 8000 },
    });
  });

  test('report every problem at once, by name', () => {
    const result = parseSettings(schema, {
      DATABASE_URL: 'mysql://x',
      KAFKA_BROKERS: 'no-port',
      PORT: '99999',
      LOG_LEVEL: 'loud',
    });
    expect(result.ok).toBe(false);
    const report = result.ok ? '' : result.report;
    for (const name of ['DATABASE_URL', 'KAFKA_BROKERS', 'PORT', 'LOG_LEVEL', 'API_TOKEN'])
      expect(report).toContain(`  ${name}: `);
    expect(report).toContain('API_TOKEN: ');
    expect(report).toContain('(not set)');
    expect(report).toContain('(got "no-port")');
  });

  test('never show the value of a secret', () => {
    const result = parseSettings(schema, { ...good, API_TOKEN: 'short!', DATABASE_URL: 'hunter2' });
    expect(result.ok ? '' : result.report).not.toMatch(/short!|hunter2/);
  });
});
