/** In whose name a call is made. One value per account and call; the client itself keeps no token. */
export interface AccountAccess {
  /** With or without the `act_` prefix. */
  readonly adAccountId: string;
  /** Sent in the Authorization header only. */
  readonly accessToken: string;
  /** Aborts the call. A create aborted before anything was sent is `not_sent`, afterwards `ambiguous`. */
  readonly signal?: AbortSignal;
  /** Who asks, a run's id for one. Callers with a name keep their place in the queue when the account's quota is used up. */
  readonly caller?: string;
}
