import type { Random } from '../chaos-run/random.ts';
import { installVirtualChance } from './kernel/virtual-chance.ts';
import { installVirtualTime } from './kernel/virtual-time.ts';
import { installVirtualFetch } from './network/virtual-fetch.ts';
import { installVirtualClient } from './postgres/virtual-client.ts';
// Takes the driver as it is, before it is replaced below.
import './postgres/real-connections.ts';
import type { World } from './world.ts';

// Import it before any code of the product: what stands in Node's and the driver's place must be there when they are looked up.

let active: { world: World; random: Random } | undefined;

installVirtualTime(() => active?.world.kernel);
installVirtualChance(() => active?.random);
installVirtualFetch(() => active?.world.network);
installVirtualClient((name) => {
  const database = active?.world.databases.get(name);
  if (database === undefined) throw new Error(`there is no world with a database ${name}`);
  return database;
});

process.on('unhandledRejection', (error) => {
  if (active === undefined) throw error;
  active.world.kernel.fail(error);
});

/** While `work` runs, time, chance, connections and requests of this process are those of the world. */
export async function inWorld<T>(world: World, work: () => Promise<T>): Promise<T> {
  active = { world, random: world.kernel.chance('product') };
  try {
    return await work();
  } finally {
    active = undefined;
  }
}
