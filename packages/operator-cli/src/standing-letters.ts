import { type DeadLetter, type LetterStanding, letterStandings } from '@mao/messaging';
import type { Databases } from './command.ts';
import { about, type ServiceSession } from './service-session.ts';

export interface StandingLetter {
  readonly letter: DeadLetter;
  /** Undefined when no database of its service is known here. */
  readonly standing: LetterStanding | undefined;
}

/** Asks each service's database how its dead letters stand. The order stays. */
export async function withStandings(
  databases: Databases,
  session: (service: string) => Promise<ServiceSession>,
  letters: readonly DeadLetter[],
): Promise<StandingLetter[]> {
  const found = new Map<DeadLetter, LetterStanding>();
  for (const [service, own] of Map.groupBy(letters, ({ group }) => group)) {
    if (databases[service] === undefined) continue;
    const { em } = await session(service);
    const standings = await about(service, () => letterStandings(em(), service, own));
    for (const [index, standing] of standings.entries()) {
      const letter = own[index];
      if (letter !== undefined) found.set(letter, standing);
    }
  }
  return letters.map((letter) => ({ letter, standing: found.get(letter) }));
}
