import type { Secrets } from './secrets.ts';

/** Both the stack's tokens and its gateway use these. */
export const TOKEN_ISSUER = 'meta-ads-orchestrator';
export const TOKEN_AUDIENCE = 'meta-ads-orchestrator';

type Shared = { secrets: Secrets; fakeUrl: string; brokers: string; topicPrefix: string | undefined };

/**
 * The settings every service of the stack gets, below whatever the caller's environment says: each of them can be
 * overridden from outside, except the addresses of the backends the stack itself found.
 */
export function sharedEnvironment(
  outside: NodeJS.ProcessEnv,
  { secrets, fakeUrl, brokers, topicPrefix }: Shared,
): NodeJS.ProcessEnv {
  const isStub = (outside['META_ADS_MODE'] || 'stub') === 'stub';
  const hasOtherKey = Boolean(outside['JWT_PUBLIC_KEY'] || outside['JWKS_URL']); // exactly one source is allowed
  return {
    META_ADS_MODE: 'stub',
    ...(isStub ? { GRAPH_API_BASE_URL: fakeUrl } : {}),
    ...(hasOtherKey ? {} : { JWT_SECRET: secrets.jwt_secret }),
    JWT_ISSUER: TOKEN_ISSUER,
    JWT_AUDIENCE: TOKEN_AUDIENCE,
    TOKEN_ENCRYPTION_KEY: secrets.token_encryption_key,
    ...(topicPrefix === undefined ? {} : { KAFKA_TOPIC_PREFIX: topicPrefix }),
    ...withoutEmpty(outside),
    KAFKA_BROKERS: brokers,
  };
}

// An empty variable means "not set", as it does for the services. NODE_OPTIONS belongs to the process that starts the stack
// (a test runner's loader flags, say), not to the services.
function withoutEmpty(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name, value]) => value !== '' && name !== 'NODE_OPTIONS'));
}
