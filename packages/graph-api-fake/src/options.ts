/** Rules Meta does not document well enough to be sure of; each can be switched. */
export interface FakeRules {
  /** OUTCOME_SALES + LINK_CLICKS + WEBSITE with a pixel event instead of a catalog (product rule CR1). */
  readonly salesLinkClicksWithPixel: boolean;
  /** Goal VALUE under OUTCOME_SALES. */
  readonly valueUnderSales: boolean;
  /** Targeting inside the EU needs dsa_beneficiary and dsa_payor. */
  readonly dsaForEu: boolean;
  /** `POST …?method=delete` counts as DELETE. */
  readonly methodOverride: boolean;
  /** Deleting a creative that a live ad uses is refused. */
  readonly refuseDeleteOfUsedCreative: boolean;
  /** `report_run_id` is a bare number, as Meta's page shows it. */
  readonly numericReportRunId: boolean;
}

/** How one fake server behaves; `startFakeGraph` takes any part of it. */
export interface FakeSettings {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Unknown tokens get 190. Otherwise a token is registered on first use with everything allowed. */
  readonly strictTokens: boolean;
  /** When set, every Graph call must carry a valid appsecret_proof. */
  readonly appSecret: string | null;
  /** Delay of every Graph call, before it is looked at. */
  readonly latencyMs: number;
  /** Feeds insights' noise. */
  readonly seed: number;
  /** The first object id; 18 digits. */
  readonly firstId: string;
  readonly versions: readonly string[];
  /** What an unversioned path means; null refuses it. */
  readonly defaultVersion: string | null;
  /** From the creation of an ad to the end of its review, in virtual time. */
  readonly reviewMs: number;
  /** Until an uploaded video is ready and a media container is FINISHED, in virtual time. */
  readonly processingMs: number;
  /** How long an asynchronous report runs, in virtual time. */
  readonly reportMs: number;
  readonly journalLimit: number;
  /** Where state is kept durably; null keeps it in memory only. */
  readonly stateFile: string | null;
  /** Signs webhooks; the app secret if one is set. */
  readonly webhookSecret: string;
  /** Refuse what the fake does not know instead of only listing it. */
  readonly strict: boolean;
  readonly rules: FakeRules;
}

export type FakeGraphOptions = Partial<Omit<FakeSettings, 'rules'>> & { readonly rules?: Partial<FakeRules> };

const DEFAULT_RULES: FakeRules = {
  salesLinkClicksWithPixel: true,
  valueUnderSales: false,
  dsaForEu: true,
  methodOverride: true,
  refuseDeleteOfUsedCreative: false,
  numericReportRunId: false,
};

const DEFAULTS: FakeSettings = {
  host: '127.0.0.1',
  port: 0,
  strictTokens: false,
  appSecret: null,
  latencyMs: 0,
  seed: 1,
  firstId: '120210000000000001',
  versions: ['v24.0', 'v25.0', 'v26.0'],
  defaultVersion: 'v26.0',
  reviewMs: 2000,
  processingMs: 500,
  reportMs: 1000,
  // About 200 MB at worst; the oldest entries go first.
  journalLimit: 200_000,
  stateFile: null,
  webhookSecret: 'fake-app-secret',
  strict: false,
  rules: DEFAULT_RULES,
};

export function completeSettings(options: FakeGraphOptions): FakeSettings {
  const { rules, ...rest } = options;
  const webhookSecret = rest.webhookSecret ?? rest.appSecret ?? DEFAULTS.webhookSecret;
  return { ...DEFAULTS, ...rest, webhookSecret, rules: { ...DEFAULT_RULES, ...rules } };
}
