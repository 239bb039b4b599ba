import { settingsOrExit } from '@mao/service-kit/settings';
import { settingsSchema } from './settings.ts';

// A bad environment is reported before the heavy libraries are read: within a second.
const settings = settingsOrExit(settingsSchema, process.env);
const { start } = await import('./start.ts');
await start(settings);
