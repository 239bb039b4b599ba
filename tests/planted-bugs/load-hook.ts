import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { bugNamed, plantIn } from './plant.ts';

// For the processes that tests start: `node --import` of this file loads sources with the planted bug, as jest's own loader does.

const bug = bugNamed(process.env['PLANTED_BUG'] ?? '');

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const { source } = loaded;
    if (!url.startsWith('file:') || source === undefined || source === null) return loaded;
    const text = typeof source === 'string' ? source : Buffer.from(source as Uint8Array).toString('utf8');
    const planted = plantIn(text, fileURLToPath(url), bug);
    return planted === text ? loaded : { ...loaded, source: planted };
  },
});
