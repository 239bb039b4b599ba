import { commonSettings, port } from '@mao/service-kit/settings';
import { z } from 'zod';

/** Every setting of the publisher. */
export const settingsSchema = z.object({ ...commonSettings, PORT: port(8104) });

export type Settings = z.output<typeof settingsSchema>;
