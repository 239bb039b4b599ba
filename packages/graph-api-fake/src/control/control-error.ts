/** A control call that cannot be carried out; the message is for the person who wrote the test. */
export class ControlError extends Error {
  readonly httpStatus: number;

  constructor(httpStatus: number, message: string) {
    super(message);
    this.name = 'ControlError';
    this.httpStatus = httpStatus;
  }
}
