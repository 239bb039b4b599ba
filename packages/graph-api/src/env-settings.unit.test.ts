import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { CREDENTIALS_MISSING, graphEnvFields, graphSettingsOf, hasCredentials } from './env-settings.ts';

const schema = z.object(graphEnvFields).refine(hasCredentials, CREDENTIALS_MISSING);
const settings = (env: Record<string, string>) => graphSettingsOf(schema.parse(env), 8);

describe('LC1 Graph settings from the environment', () => {
  it('stub mode talks to the fake unless told otherwise', () => {
    expect(settings({})).toMatchObject({ baseUrl: 'http://127.0.0.1:8200', version: 'v26.0', maxConnections: 8 });
  });

  it('live mode talks to Meta and refuses to start without its secret', () => {
    expect(settings({ META_ADS_MODE: 'live', META_APP_SECRET: 's' }).baseUrl).toBe('https://graph.facebook.com');
    expect(() => settings({ META_ADS_MODE: 'live' })).toThrow(/META_APP_SECRET/);
  });

  it.each(['stub', 'live'])('a given server wins in %s mode, and needs no secret', (mode) => {
    expect(settings({ META_ADS_MODE: mode, GRAPH_API_BASE_URL: 'http://127.0.0.1:9' }).baseUrl).toBe('http://127.0.0.1:9');
  });

  it("the tier's limits can be replaced, for tests and for accounts with other ones", () => {
    const governor = settings({
      GRAPH_ACCOUNT_TIER: 'development',
      GRAPH_ACCOUNT_POINTS: '60',
      GRAPH_POINTS_DECAY_SECONDS: '10',
    }).governor;
    expect(governor).toMatchObject({ tier: 'development', limits: { points: 60, decayMs: 10_000 } });
    expect(settings({}).governor).toMatchObject({ tier: 'standard', limits: {} });
  });

  it('an unversioned Graph API cannot be asked for', () => {
    expect(() => settings({ GRAPH_API_VERSION: '26' })).toThrow(/v26\.0/);
  });
});
