import type { Level, StoredObject } from './stored-object.ts';

/** All objects of one fake, indexed by id and by (parent, level). Lists are in order of creation. */
export interface ObjectStore {
  get(id: string): StoredObject | undefined;
  /** Children of an account, campaign, ad set, creative or label. */
  list(parentId: string, level: Level): readonly StoredObject[];
  all(): Iterable<StoredObject>;
  insert(object: StoredObject): void;
  /** Call after an object changed in place, so that whoever listens learns of it. */
  changed(object: StoredObject): void;
  attachLabel(object: StoredObject, labelId: string): void;
  attachCreative(ad: StoredObject, creativeId: string): void;
  clear(): void;
  /** Tells the observer of everything from now on. */
  observe(observer: StoreObserver): void;
}

interface StoreObserver {
  readonly written: (object: StoredObject) => void;
  readonly cleared: () => void;
}

const NOBODY: StoreObserver = { written: () => undefined, cleared: () => undefined };

const NOTHING: readonly StoredObject[] = [];

export function createObjectStore(): ObjectStore {
  const byId = new Map<string, StoredObject>();
  const byParent = new Map<string, StoredObject[]>();
  let observer = NOBODY;

  const link = (parentId: string, object: StoredObject): void => {
    const key = `${parentId}/${object.level}`;
    const list = byParent.get(key);
    if (list === undefined) byParent.set(key, [object]);
    else insertInOrder(list, object);
  };

  return {
    get: (id) => byId.get(id),
    list: (parentId, level) => byParent.get(`${parentId}/${level}`) ?? NOTHING,
    all: () => byId.values(),
    insert: (object) => {
      byId.set(object.id, object);
      for (const parentId of parentsOf(object)) link(parentId, object);
      observer.written(object);
    },
    changed: (object) => observer.written(object),
    attachLabel: (object, labelId) => {
      if (object.labelIds.includes(labelId)) return;
      object.labelIds.push(labelId);
      link(labelId, object);
      observer.written(object);
    },
    attachCreative: (ad, creativeId) => {
      ad.creativeId = creativeId;
      link(creativeId, ad);
      observer.written(ad);
    },
    clear: () => {
      byId.clear();
      byParent.clear();
      observer.cleared();
    },
    observe: (next) => {
      observer = next;
    },
  };
}

function parentsOf(object: StoredObject): string[] {
  const parents = [object.account, ...object.labelIds];
  for (const id of [object.campaignId, object.adSetId, object.creativeId]) if (id !== null) parents.push(id);
  return parents;
}

/** A label can be put on an object long after its creation; lists stay in creation order all the same. */
function insertInOrder(list: StoredObject[], object: StoredObject): void {
  let at = list.length;
  while (at > 0 && (list[at - 1]?.seq ?? 0) > object.seq) at -= 1;
  if (list[at - 1] !== object) list.splice(at, 0, object);
}
