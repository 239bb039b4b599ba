/** Arguments that make no sense; its message is for the person at the keyboard. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
