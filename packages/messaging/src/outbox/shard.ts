/** Units of relay ownership. More than any sensible number of relays, few enough to keep a row each. */
export const SHARD_COUNT = 16;

/** FNV-1a over UTF-16 units. Any stable hash would do: all events of one topic and key must meet in one shard. */
export function shardOf(topic: string, key: string): number {
  let hash = 0x811c9dc5;
  for (const text of [topic, '\n', key]) {
    for (let index = 0; index < text.length; index += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    }
  }
  return (hash >>> 0) % SHARD_COUNT;
}
