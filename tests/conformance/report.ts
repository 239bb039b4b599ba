/** What a scenario reports of one SDK; node-sdk.ts and python_sdk.py print exactly this as JSON. */
export interface SdkReport {
  readonly tree: { readonly campaign: string; readonly adSet: string; readonly creative: string; readonly ad: string };
  readonly read: {
    readonly campaign: Record<string, unknown>;
    readonly adSet: Record<string, unknown>;
    readonly creative: Record<string, unknown>;
  };
  readonly paged: { readonly sizes: readonly number[]; readonly distinct: number; readonly total?: number };
  /** Ids found through the label. */
  readonly labelled: readonly string[];
  readonly insights: {
    readonly sync: readonly Record<string, unknown>[];
    readonly async: readonly Record<string, unknown>[];
    readonly lastStatus: string;
  };
  readonly renamed: string;
  readonly errors: Readonly<Record<string, SdkError>>;
  readonly batch: { readonly succeeded: boolean; readonly id: string | null }[];
  /** Objects that `?ids=` found; gone with v26. */
  readonly byIds: number;
  /** effective_status of the campaign after its deletion. */
  readonly afterDelete: string;
  readonly hasImage: boolean;
}

export interface SdkError {
  readonly status: number;
  readonly code: number;
  readonly subcode: number | null;
  readonly userMsg: string | null;
}
