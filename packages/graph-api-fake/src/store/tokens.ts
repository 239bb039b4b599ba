/** What one access token may do. `null` means everything. */
export interface TokenGrant {
  readonly token: string;
  readonly accounts: ReadonlySet<string> | null;
  readonly scopes: ReadonlySet<string> | null;
  readonly pages: ReadonlySet<string> | null;
  readonly expiresAtMs: number | null;
  readonly isValid: boolean;
}

export interface TokenBook {
  find(token: string): TokenGrant | undefined;
  put(grant: TokenGrant): void;
  all(): Iterable<TokenGrant>;
  clear(): void;
}

export function createTokenBook(): TokenBook {
  const grants = new Map<string, TokenGrant>();
  return {
    find: (token) => grants.get(token),
    put: (grant) => void grants.set(grant.token, grant),
    all: () => grants.values(),
    clear: () => grants.clear(),
  };
}

export function unlimitedGrant(token: string): TokenGrant {
  return { token, accounts: null, scopes: null, pages: null, expiresAtMs: null, isValid: true };
}
