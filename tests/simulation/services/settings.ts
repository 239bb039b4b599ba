import { settingsSchema as abEvaluator } from '../../../services/ab-evaluator/src/settings.ts';
import { settingsSchema as campaignOrchestrator } from '../../../services/campaign-orchestrator/src/settings.ts';
import { settingsSchema as gateway } from '../../../services/gateway/src/settings.ts';
import { settingsSchema as insightsSync } from '../../../services/insights-sync/src/settings.ts';
import { settingsSchema as publisher } from '../../../services/publisher/src/settings.ts';

export const JWT_SECRET = 'a secret of the simulated world, long enough';
const KEY_BYTES = 32;

const environmentOf = (service: string): NodeJS.ProcessEnv => ({
  LOG_LEVEL: 'silent',
  PORT: '1',
  DATABASE_URL: `postgres://simulated@database/${service}`,
  KAFKA_BROKERS: 'broker:1',
  GRAPH_API_BASE_URL: 'http://graph',
  JWT_SECRET,
  JWT_ISSUER: 'meta-ads-orchestrator',
  JWT_AUDIENCE: 'meta-ads-orchestrator',
  TOKEN_ENCRYPTION_KEY: Buffer.alloc(KEY_BYTES, 7).toString('base64'),
  // As in the chaos run: an outage of seconds here is one of minutes in real life.
  RETRY_DELAY_SECONDS: '0.2',
  MAX_RETRIES: '8',
  RECONCILE_SETTLE_SECONDS: '0.9',
  RECONCILE_INTERVAL_MINUTES: '0.1',
  PUBLISH_SETTLE_SECONDS: '0.9',
  PUBLISH_POLL_SECONDS: '0.5',
});

/** The settings of each service, read from an environment by its own schema. */
export const settingsOf = {
  gateway: () => gateway.parse(environmentOf('gateway')),
  'campaign-orchestrator': () => campaignOrchestrator.parse(environmentOf('campaign-orchestrator')),
  'insights-sync': () => insightsSync.parse(environmentOf('insights-sync')),
  'ab-evaluator': () => abEvaluator.parse(environmentOf('ab-evaluator')),
  publisher: () => publisher.parse(environmentOf('publisher')),
};
