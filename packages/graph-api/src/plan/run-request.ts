/** A place or a thing named by Meta's id. */
export interface NamedId {
  readonly id: string;
  readonly name?: string | undefined;
}

/** A region, city or zip. `country` is only used to refuse a place inside a country that is targeted as a whole. */
export interface KeyedPlace {
  readonly key: string;
  readonly name?: string | undefined;
  readonly country?: string | undefined;
  readonly radius?: number | undefined;
  readonly distance_unit?: 'mile' | 'kilometer' | undefined;
}

export interface GeoLocations {
  readonly countries?: readonly string[] | undefined;
  readonly regions?: readonly KeyedPlace[] | undefined;
  readonly cities?: readonly KeyedPlace[] | undefined;
  readonly zips?: readonly KeyedPlace[] | undefined;
  readonly location_types?: readonly string[] | undefined;
}

/** One element of `flexible_spec`: the lists are ORed, the elements ANDed. */
export interface FlexibleSpec {
  readonly interests?: readonly NamedId[] | undefined;
  readonly behaviors?: readonly NamedId[] | undefined;
}

/** `targeting` of the run request. Everything is optional: the account's defaults complete it. */
export interface Targeting {
  readonly age_min?: number | undefined;
  readonly age_max?: number | undefined;
  readonly genders?: readonly number[] | undefined;
  readonly geo_locations?: GeoLocations | undefined;
  readonly excluded_geo_locations?: GeoLocations | undefined;
  /** Moved into `flexible_spec` (CR3). */
  readonly interests?: readonly NamedId[] | undefined;
  readonly behaviors?: readonly NamedId[] | undefined;
  readonly flexible_spec?: readonly FlexibleSpec[] | undefined;
  readonly exclusions?: FlexibleSpec | undefined;
  readonly custom_audiences?: readonly NamedId[] | undefined;
  readonly excluded_custom_audiences?: readonly NamedId[] | undefined;
  readonly publisher_platforms?: readonly string[] | undefined;
  readonly facebook_positions?: readonly string[] | undefined;
  readonly instagram_positions?: readonly string[] | undefined;
  readonly device_platforms?: readonly string[] | undefined;
  readonly locales?: readonly number[] | undefined;
  readonly targeting_automation?: { readonly advantage_audience: number } | undefined;
}

/** One further creative and its ad. */
export interface RunVariant {
  readonly clip_id: string;
  readonly creative_title: string;
  readonly creative_description?: string | null | undefined;
  readonly landing_url?: string | undefined;
}

/** The JSON body of POST /meta/orchestrate/run. What the plan does not need (`ab_test`, ids) may be there and is ignored. */
export interface RunRequest {
  readonly clip_id: string;
  readonly campaign_name: string;
  readonly campaign_objective: string;
  readonly daily_budget_cents?: number | undefined;
  readonly lifetime_budget_cents?: number | undefined;
  readonly creative_title: string;
  readonly creative_description?: string | null | undefined;
  readonly landing_url: string;
  readonly targeting?: Targeting | undefined;
  readonly optimization_goal: string;
  readonly start_time?: string | undefined;
  readonly end_time?: string | undefined;
  readonly call_to_action?: string | undefined;
  readonly special_ad_categories?: readonly string[] | undefined;
  readonly variants?: readonly RunVariant[] | undefined;
}

/** What the plan needs to know of the connected account. No token. */
export interface PlanAccount {
  readonly adAccountId: string;
  readonly pageId: string;
  readonly instagramUserId?: string | null | undefined;
  readonly pixelId?: string | null | undefined;
  readonly currency: string;
  /** ISO 3166 codes, taken when the request names no place (CR2). */
  readonly defaultCountries: readonly string[];
  /** Who profits from and who pays for the ads: law for the EU (DSA). */
  readonly dsaBeneficiary?: string | null | undefined;
  readonly dsaPayor?: string | null | undefined;
  /** Meta's own minimum for this account, minor units. */
  readonly minDailyBudgetCents?: number | null | undefined;
}

/** One clip a creative shows. */
export interface PlanClip {
  readonly clipId: string;
  readonly title: string;
  readonly videoUrl: string;
  readonly thumbnailUrl: string;
  /** The clip's video in the ad account, once it was uploaded and is ready: then the creative plays it. */
  readonly metaVideoId?: string | null | undefined;
}
