import { badParameter, parameterRequired } from '../errors.ts';
import type { AccountCall, GraphReply } from '../graph-call.ts';
import { decodeParameter, isRecord } from '../params/decode-parameter.ts';
import { setStatus } from '../status.ts';
import { nameOf, type StoredObject } from '../store/stored-object.ts';
import type { World } from '../world.ts';
import { isValidateOnly, storeObject, VALIDATED } from './store-object.ts';

const MAX_LABELS_PER_OBJECT = 50;

/** A label of this name, made if the account has none yet. */
function labelNamed(world: World, accountId: string, name: string): StoredObject {
  const key = `${accountId}/${name}`;
  const known = world.labelsByName.get(key);
  const label = known === undefined ? undefined : world.store.get(known);
  if (label !== undefined) return label;
  const made = storeObject(world, { level: 'label', account: accountId, values: { name } });
  world.labelsByName.set(key, made.id);
  return made;
}

/** Puts the labels of an `adlabels` parameter on an object: `[{name}]` or `[{id}]`. */
export function attachLabels(world: World, object: StoredObject, adlabels: unknown): void {
  if (adlabels === undefined || adlabels === null || adlabels === '') return;
  for (const item of readLabels(adlabels)) {
    const label = item.id === undefined ? labelNamed(world, object.account, item.name) : world.store.get(item.id);
    if (label?.level !== 'label') throw badParameter(`Ad label ${item.id} does not exist`, 'adlabels');
    world.store.attachLabel(object, label.id);
  }
}

type LabelReference = { readonly name: string; readonly id?: undefined } | { readonly id: string };

/** Checks the shape of an `adlabels` parameter. @throws GraphRefusal 100 */
export function readLabels(adlabels: unknown): LabelReference[] {
  const list = decodeParameter('adlabels', 'list', adlabels) as unknown[];
  if (list.length > MAX_LABELS_PER_OBJECT)
    throw badParameter(`An object can have at most ${MAX_LABELS_PER_OBJECT} ad labels`, 'adlabels');
  return list.map((item) => {
    if (isRecord(item)) {
      if (typeof item['id'] === 'string') return { id: item['id'] };
      if (typeof item['name'] === 'string' && item['name'] !== '') return { name: item['name'] };
    }
    throw badParameter('Each ad label needs a name or an id', 'adlabels');
  });
}

/** `POST /act_<id>/adlabels`. */
export function createLabel(call: AccountCall): GraphReply {
  const name = call.params['name'];
  if (typeof name !== 'string' || name === '') throw parameterRequired('name');
  if (isValidateOnly(call.params)) return VALIDATED;
  const isNew = !call.world.labelsByName.has(`${call.account.id}/${name}`);
  const label = labelNamed(call.world, call.account.id, name);
  return { body: { id: label.id }, created: isNew ? [label.id] : [] };
}

/** The label goes and comes off everything that carried it. */
export function deleteLabel(world: World, label: StoredObject): void {
  world.labelsByName.delete(`${label.account}/${nameOf(label)}`);
  setStatus(world, label, 'DELETED');
  for (const level of LABELLED_LEVELS) {
    for (const object of world.store.list(label.id, level)) {
      object.labelIds = object.labelIds.filter((id) => id !== label.id);
      world.store.changed(object);
    }
  }
}

const LABELLED_LEVELS = ['campaign', 'adset', 'ad', 'creative'] as const;
