/** Time comes in as an argument, so that decisions stay pure and tests own the clock. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
