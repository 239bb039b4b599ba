/** Closes a switch over a union: the compiler refuses a new case that nobody handles. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
