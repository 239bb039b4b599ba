/** A media container at Instagram. */
export interface Container {
  readonly containerId: string;
  /** When it was asked for, ISO 8601. */
  readonly createdAt: string;
}

/** `expired`: Instagram gave the container up before it could be published. */
export type Readiness = { readonly state: 'finished' | 'expired' };

export interface Published {
  /** Instagram's id of the post; the container's own id when the post never showed in the account's list. */
  readonly externalId: string;
  readonly isListed: boolean;
}

/** Results of the finished steps, by step name. */
export interface PublishResults {
  readonly limit: null;
  readonly container: Container;
  readonly ready: Readiness;
  /** null: the first container did. */
  readonly new_container: Container | null;
  readonly new_ready: Readiness | null;
  readonly publish: Published;
  readonly permalink: { readonly url: string | null };
}
