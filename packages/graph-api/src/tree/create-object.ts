import type { AccountAccess } from '../access.ts';
import type { CreateOutcome } from '../errors/graph-error.ts';
import { accountNode } from '../ids.ts';
import type { GraphFields } from '../json.ts';
import type { Level } from '../levels.ts';
import { markedName } from '../marker.ts';
import { createOutcome } from '../wire/create-outcome.ts';
import type { Transport } from '../wire/transport.ts';

/** One object to create. Get `level`, `name` and `fields` from a plan's step (`payloadFor`). */
export interface CreateRequest {
  readonly level: Level;
  /** The display name; it is cut so that the marker's suffix fits Meta's limit. */
  readonly name: string;
  /** `name`, `status` and `adlabels` in here are replaced. */
  readonly fields: GraphFields;
  /** The step's key: `marker(secret, sagaId, step)`. */
  readonly marker: string;
  /** The saga's label: `sagaLabel(secret, sagaId)`. Creatives carry none: Meta may hand out an older, shared one. */
  readonly label: string;
}

const EDGES: Readonly<Record<Level, string>> = { campaign: 'campaigns', ad_set: 'adsets', creative: 'adcreatives', ad: 'ads' };

/** Meta's limits on names. */
const NAME_LIMITS: Readonly<Record<Level, number>> = { campaign: 400, ad_set: 400, creative: 100, ad: 400 };

/** The fields as they go out. Everything that could serve is PAUSED, whatever the caller wrote. */
export function fieldsToSend(request: CreateRequest): GraphFields {
  const { level, fields } = request;
  const name = markedName(request.name, request.marker, NAME_LIMITS[level]);
  if (level === 'creative') return { ...fields, name };
  return { ...fields, name, status: 'PAUSED', adlabels: [{ name: request.label }] };
}

/** Creates one object. Sent once, never repeated here. */
export async function createObject(transport: Transport, access: AccountAccess, request: CreateRequest): Promise<CreateOutcome> {
  const path = `/${accountNode(access.adAccountId)}/${EDGES[request.level]}`;
  const answer = await transport.send(access, { method: 'POST', path, params: fieldsToSend(request), creating: request.level });
  return createOutcome(answer);
}
