import { createHash } from 'node:crypto';
import { GraphRefusal } from '../errors.ts';
import type { AccountCall, GraphReply } from '../graph-call.ts';
import { isRecord, type Params, readParameters } from '../params/decode-parameter.ts';
import { CREATIVE_PARAMETERS, STEERING_PARAMETERS } from '../params/parameter-tables.ts';
import { CREATIVE_RULES } from '../rules/creative-rules.ts';
import { checkRules } from '../rules/rule.ts';
import type { TokenGrant } from '../store/tokens.ts';
import { completeCreation, creationBody } from './create-object.ts';
import { isValidateOnly, VALIDATED } from './store-object.ts';

/** `POST /act_<id>/adcreatives`. Content that exists already yields the old creative, under its old name. */
export function createCreative(call: AccountCall): GraphReply {
  const values = readParameters(CREATIVE_PARAMETERS, call.params);
  checkRules(CREATIVE_RULES, { world: call.world, account: call.account, values, nowMs: call.world.clock.nowMs() });
  checkPageAccess(call.grant, values);
  if (isValidateOnly(call.params)) return VALIDATED;

  const content = contentKey(call.account.id, values);
  const knownId = call.world.creativesByContent.get(content);
  const known = knownId === undefined ? undefined : call.world.store.get(knownId);
  if (known !== undefined && known.status !== 'DELETED') return { body: creationBody(call, known), created: [] };

  const made = completeCreation(call, { level: 'creative', values });
  for (const id of made.created) call.world.creativesByContent.set(content, id);
  return made;
}

/** The exact key Meta dedupes on is not known: here everything but name, labels and status. */
export function contentKey(accountId: string, values: Params): string {
  const content = Object.entries(values).filter(([name]) => name !== 'name' && !STEERING_PARAMETERS.has(name));
  return createHash('sha1')
    .update(`${accountId}\n${canonicalJson(Object.fromEntries(content))}`)
    .digest('base64');
}

/** JSON with sorted keys, so that the order in which a caller names them does not matter. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
  return `{${members.join(',')}}`;
}

function checkPageAccess(grant: TokenGrant, values: Params): void {
  const spec = values['object_story_spec'];
  const pageId = isRecord(spec) ? String(spec['page_id']) : null;
  if (grant.pages === null || pageId === null || grant.pages.has(pageId)) return;
  throw new GraphRefusal({
    httpStatus: 403,
    code: 200,
    message: `(#200) The access token has no permission to advertise for the page ${pageId}`,
    blame: [['object_story_spec']],
  });
}
