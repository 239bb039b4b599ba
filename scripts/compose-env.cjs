// Prints a .env file with random secrets for docker-compose.yml: node scripts/compose-env.cjs > .env
const { randomBytes } = require('node:crypto');

const SERVICES = ['GATEWAY', 'CAMPAIGN_ORCHESTRATOR', 'INSIGHTS_SYNC', 'AB_EVALUATOR', 'PUBLISHER'];
// base64url: the passwords become part of connection strings.
const secret = (bytes) => randomBytes(bytes).toString('base64url');

const lines = [
  `POSTGRES_PASSWORD=${secret(24)}`,
  ...SERVICES.map((service) => `${service}_DATABASE_PASSWORD=${secret(24)}`),
  `JWT_SECRET=${secret(48)}`,
  `TOKEN_ENCRYPTION_KEY=${randomBytes(32).toString('base64')}`,
];
console.log(lines.join('\n'));
