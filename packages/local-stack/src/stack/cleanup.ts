/** Undo steps of a start, run backwards once: after a failed start, or when it is time to stop. */
export type Cleanup = {
  add(step: () => Promise<unknown> | unknown): void;
  run(): Promise<void>;
};

/** A step that fails is reported and does not keep the others from running. */
export function createCleanup(onFailure: (error: unknown) => void): Cleanup {
  const steps: (() => Promise<unknown> | unknown)[] = [];
  let running: Promise<void> | undefined;
  const runBackwards = async () => {
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
      try {
        await step();
      } catch (error) {
        onFailure(error);
      }
    }
  };
  return {
    add: (step) => void steps.push(step),
    run() {
      running ??= runBackwards();
      return running;
    },
  };
}
