/** FNV-1a, 32 bits: even enough to spread accounts, and the same in every process. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

/**
 * The next time an account is due: strictly after `now`, at the account's own place within the interval. Accounts are
 * spread over it, and a process that was away for a while does not make up for the times it missed.
 */
export function nextDue(now: Date, accountId: string, intervalMs: number): Date {
  const place = hashOf(accountId) % intervalMs;
  const passed = Math.floor((now.getTime() - place) / intervalMs);
  return new Date((passed + 1) * intervalMs + place);
}
