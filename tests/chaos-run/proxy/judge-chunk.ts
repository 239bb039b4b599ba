export type Direction = 'request' | 'response';

/** One connection is cut, once. What the caller can know of its request differs each time; the last is the cruel one. */
export type Cut = 'before-request' | 'after-request' | 'before-response';

export interface Judgement {
  /** Whether the bytes still reach the other side. */
  readonly passes: boolean;
  /** Whether the connection is reset after that. */
  readonly isCut: boolean;
  /** What is left of the armed cuts. */
  readonly armed: readonly Cut[];
}

const DIRECTION_OF: Readonly<Record<Cut, Direction>> = {
  'before-request': 'request',
  'after-request': 'request',
  'before-response': 'response',
};

/** Decides about some bytes that are on their way: the first armed cut of their direction hits them and is spent. */
export function judgeChunk(armed: readonly Cut[], direction: Direction): Judgement {
  const index = armed.findIndex((cut) => DIRECTION_OF[cut] === direction);
  if (index === -1) return { passes: true, isCut: false, armed };
  return { passes: armed[index] === 'after-request', isCut: true, armed: armed.toSpliced(index, 1) };
}
