/** One change of one source file; `find` stands in it exactly once. */
export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** A mistake that systems of this kind are known to make, and the test that must notice it. */
export interface PlantedBug {
  readonly name: string;
  /** What would happen to a user. */
  readonly harm: string;
  readonly edits: readonly Edit[];
  readonly caughtBy: {
    readonly project: 'unit' | 'int';
    readonly file: string;
    /** Part of the test's name; all tests of the file when left out. */
    readonly test?: string;
  };
  /** So many seeds of the simulation must show it, too. Absent where the simulated world has no such part, or hardly ever such a moment. */
  readonly inSeeds?: number;
}
