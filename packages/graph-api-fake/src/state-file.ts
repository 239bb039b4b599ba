import { closeSync, existsSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import type { AdTruth } from './insights/truth-book.ts';
import type { JournalEntry } from './journal.ts';
import { contentKey } from './objects/creative.ts';
import type { AccountSettings } from './store/accounts.ts';
import { nameOf, type StoredObject } from './store/stored-object.ts';
import { putSubscription, type Subscription } from './webhooks/webhook-book.ts';
import type { World } from './world.ts';

/** Keeps objects, journal, accounts, tokens, truths and clock across restarts. Fault rules and limits start afresh. */
export interface StateFile {
  /** Appends what one Graph call wrote. Call before answering. */
  saveCall(entry: JournalEntry): void;
  /** Appends what a control call may have changed. */
  saveSettings(): void;
  close(): void;
}

/** One line of the file. Later lines win; a line cut short by a crash was never answered and is left out. */
type Line =
  | { readonly objects: readonly StoredObject[]; readonly entry: JournalEntry | null }
  | { readonly settings: SavedSettings }
  /** Everything above is gone; only its ids are not handed out again. */
  | { readonly reset: true };

interface SavedSettings {
  readonly clockOffsetMs: number;
  readonly lastId: string;
  readonly accounts: readonly (AccountSettings & { readonly id: string })[];
  readonly tokens: readonly SavedToken[];
  readonly truths: readonly (readonly [string, AdTruth])[];
  readonly subscriptions?: readonly Subscription[];
  readonly subscribedApps?: readonly (readonly [string, readonly string[]])[];
}

interface SavedToken {
  readonly token: string;
  readonly accounts: readonly string[] | null;
  readonly scopes: readonly string[] | null;
  readonly pages: readonly string[] | null;
  readonly expiresAtMs: number | null;
  readonly isValid: boolean;
}

/** Loads the file into an empty world, rewrites it without what is outdated, and keeps appending. @throws when it is not a state file. */
export function openStateFile(path: string, world: World): StateFile {
  if (existsSync(path)) load(world, readLines(path));
  const fresh = `${path}.new`;
  writeFileSync(fresh, wholeState(world));
  renameSync(fresh, path);
  const file = openSync(path, 'a');
  const written = new Set<StoredObject>();
  const append = (line: Line): void => {
    writeSync(file, `${JSON.stringify(line)}\n`);
  };
  world.store.observe({ written: (object) => void written.add(object), cleared: () => append({ reset: true }) });
  return {
    saveCall: (entry) => {
      append({ objects: [...written], entry });
      written.clear();
    },
    saveSettings: () => append({ settings: settingsOf(world) }),
    close: () => closeSync(file),
  };
}

function readLines(path: string): Line[] {
  const texts = readFileSync(path, 'utf8').split('\n');
  // Only a complete line ends with a newline.
  texts.pop();
  return texts.map((text) => JSON.parse(text) as Line);
}

/** Everything that is kept, one value a line of the file. */
export function exportState(world: World): readonly Line[] {
  const objects = [...world.store.all()];
  const lines: Line[] = [{ settings: settingsOf(world) }, ...objects.map((object) => ({ objects: [object], entry: null }))];
  for (const entry of world.journal.since(0)) lines.push({ objects: [], entry });
  return lines;
}

/** Loads exported lines into an empty world. */
export function importState(world: World, lines: readonly unknown[]): void {
  load(world, lines as readonly Line[]);
}

function wholeState(world: World): string {
  return `${exportState(world)
    .map((line) => JSON.stringify(line))
    .join('\n')}\n`;
}

function settingsOf(world: World): SavedSettings {
  return {
    clockOffsetMs: world.clock.offsetMs(),
    lastId: world.ids.last(),
    accounts: [...world.accounts.all()].map(({ id, currency, timezoneName, tier, status, maxInsightsCells }) => ({
      id,
      currency,
      timezoneName,
      tier,
      status,
      maxInsightsCells,
    })),
    tokens: [...world.tokens.all()].map((grant) => ({
      ...grant,
      accounts: listOf(grant.accounts),
      scopes: listOf(grant.scopes),
      pages: listOf(grant.pages),
    })),
    truths: [...world.truths.all()],
    subscriptions: [...world.webhooks.book.subscriptions.values()],
    subscribedApps: [...world.webhooks.book.appsByAccount].map(([account, apps]) => [account, [...apps]] as const),
  };
}

function load(world: World, lines: readonly Line[]): void {
  const lastReset = lines.findLastIndex((line) => 'reset' in line);
  const objects = new Map<string, StoredObject>();
  for (const line of lines.slice(lastReset + 1)) {
    if ('settings' in line) restoreSettings(world, line.settings);
    if (!('objects' in line)) continue;
    for (const object of line.objects) objects.set(object.id, object);
    if (line.entry !== null) world.journal.restore(line.entry);
  }
  for (const line of lines) skipIds(world, line);
  for (const object of objects.values()) restoreObject(world, object);
}

function skipIds(world: World, line: Line): void {
  if ('objects' in line) for (const object of line.objects) world.ids.skipPast(object.id);
}

function restoreSettings(world: World, saved: SavedSettings): void {
  world.ids.skipPast(saved.lastId);
  world.clock.set(Date.now() + saved.clockOffsetMs);
  if (saved.clockOffsetMs === 0) world.clock.followReal();
  for (const { id, ...account } of saved.accounts) world.accounts.configure(id, account);
  for (const grant of saved.tokens) {
    world.tokens.put({ ...grant, accounts: setOf(grant.accounts), scopes: setOf(grant.scopes), pages: setOf(grant.pages) });
  }
  for (const [adId, truth] of saved.truths) world.truths.put(adId, truth);
  const { book } = world.webhooks;
  for (const subscription of saved.subscriptions ?? []) putSubscription(book, subscription);
  for (const [account, apps] of saved.subscribedApps ?? []) book.appsByAccount.set(account, new Set(apps));
}

function restoreObject(world: World, object: StoredObject): void {
  world.store.insert(object);
  if (object.status === 'DELETED') return;
  if (object.level === 'label') world.labelsByName.set(`${object.account}/${nameOf(object)}`, object.id);
  if (object.level === 'creative') world.creativesByContent.set(contentKey(object.account, object.values), object.id);
}

function listOf(set: ReadonlySet<string> | null): readonly string[] | null {
  return set === null ? null : [...set];
}

function setOf(list: readonly string[] | null): ReadonlySet<string> | null {
  return list === null ? null : new Set(list);
}
