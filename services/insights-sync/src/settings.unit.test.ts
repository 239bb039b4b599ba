import { describe, expect, it } from '@jest/globals';
import { parseSettings } from '@mao/service-kit';
import { graphSettings, settingsSchema } from './settings.ts';

const env = {
  DATABASE_URL: 'postgres://127.0.0.1/x',
  KAFKA_BROKERS: '127.0.0.1:9092',
  TOKEN_ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
};

function parsed(change: Record<string, string>) {
  const result = parseSettings(settingsSchema, { ...env, ...change });
  if (!result.ok) throw new Error(result.report);
  return result.settings;
}

describe('settings', () => {
  it('talk to the fake unless told otherwise', () => {
    expect(graphSettings(parsed({}))).toMatchObject({ baseUrl: 'http://127.0.0.1:8200', version: 'v26.0' });
  });

  it('LC1: live mode talks to Meta, and refuses to start without its secret', () => {
    expect(graphSettings(parsed({ META_ADS_MODE: 'live', META_APP_SECRET: 's' })).baseUrl).toBe('https://graph.facebook.com');
    expect(() => parsed({ META_ADS_MODE: 'live' })).toThrow(/META_APP_SECRET/);
  });

  it('a given base URL wins in both modes', () => {
    const url = 'http://127.0.0.1:9';
    expect(parsed({ GRAPH_API_BASE_URL: url }).GRAPH_API_BASE_URL).toBe(url);
    expect(parsed({ GRAPH_API_BASE_URL: url, META_ADS_MODE: 'live', META_APP_SECRET: 's' }).GRAPH_API_BASE_URL).toBe(url);
  });
});
