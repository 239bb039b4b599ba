import type { AccountAccess } from './access.ts';
import { type AccountInfo, accountInfo } from './account/account-info.ts';
import { type MinimumBudget, minimumBudgets } from './account/minimum-budgets.ts';
import type { CallResult, CreateOutcome } from './errors/graph-error.ts';
import { dailyInsights, type InsightsQuery } from './insights/daily-insights.ts';
import type { InsightsRow } from './insights/read-row.ts';
import type { GraphFields } from './json.ts';
import type { Level } from './levels.ts';
import { type CreateRequest, createObject } from './tree/create-object.ts';
import { type Deletion, deleteObject } from './tree/delete-object.ts';
import { type FindQuery, type FoundObject, findByMarker } from './tree/find-by-marker.ts';
import { getObject } from './tree/get-object.ts';
import { type SettableStatus, setStatus } from './tree/set-status.ts';
import { type Verification, type VerifyRequest, verifyObject } from './tree/verify-object.ts';
import { type GraphSettings, wireSettings } from './wire/settings.ts';
import { createTransport } from './wire/transport.ts';

/**
 * Meta's Graph API, as far as the product needs it. Stateless but for its connections: one client serves all accounts.
 * No call throws for what Meta or the network does: that is a value. A call throws only `InvalidIdError`
 * (a programmer's error). Nothing here retries: the caller does, knowing how often and when.
 */
export interface GraphClient {
  /** Creates one object, PAUSED, its name ending in the step's marker. See CreateOutcome for what may follow. */
  create(access: AccountAccess, request: CreateRequest): Promise<CreateOutcome>;
  /** Live objects that carry the marker, oldest first. Lists can lag: look more than once before believing an empty answer. */
  find(access: AccountAccess, query: FindQuery): Promise<CallResult<readonly FoundObject[]>>;
  /** One object by id; `id` is always among the fields. Deleted ones are still readable. */
  get(access: AccountAccess, id: string, fields: readonly string[]): Promise<CallResult<GraphFields>>;
  /** Compares what Meta holds with what was sent. */
  verify(access: AccountAccess, request: VerifyRequest): Promise<CallResult<Verification>>;
  /** Asserts a state, so it may be repeated. Activate ads first, then the ad set, the campaign last; pause the campaign first. */
  setStatus(access: AccountAccess, id: string, status: SettableStatus): Promise<CallResult<null>>;
  /** Deletes one object and reads it again to prove it; a campaign takes its children along. Repeatable. */
  delete(access: AccountAccess, level: Level, id: string): Promise<CallResult<Deletion>>;
  accountInfo(access: AccountAccess): Promise<CallResult<AccountInfo>>;
  minimumBudgets(access: AccountAccess): Promise<CallResult<readonly MinimumBudget[]>>;
  /** Ad-level daily rows of an inclusive range, all pages. */
  dailyInsights(access: AccountAccess, query: InsightsQuery): Promise<CallResult<readonly InsightsRow[]>>;
  /** Closes all connections; calls under way end as aborted or ambiguous. */
  close(): Promise<void>;
}

/** Makes the client. @throws ZodError on unusable settings, so that a service fails at start. */
export function createGraphClient(settings: GraphSettings): GraphClient {
  const transport = createTransport(wireSettings(settings));
  return {
    create: (access, request) => createObject(transport, access, request),
    find: (access, query) => findByMarker(transport, access, query),
    get: (access, id, fields) => getObject(transport, access, id, fields),
    verify: (access, request) => verifyObject(transport, access, request),
    setStatus: (access, id, status) => setStatus(transport, access, id, status),
    delete: (access, level, id) => deleteObject(transport, access, level, id),
    accountInfo: (access) => accountInfo(transport, access),
    minimumBudgets: (access) => minimumBudgets(transport, access),
    dailyInsights: (access, query) => dailyInsights(transport, access, query),
    close: () => transport.close(),
  };
}
