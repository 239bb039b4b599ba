/**
 * An error with a stable code, mapped to HTTP in one place and searchable in logs.
 * `permanent` says that trying again cannot help: a consumer dead-letters the message at once.
 * (It must not be called "retriable": kafkajs reads a field of that name and stops its consumer.)
 */
export class AppError extends Error {
  readonly code: string;
  readonly permanent: boolean;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    options: { message?: string; permanent?: boolean; details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(options.message ?? code, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.permanent = options.permanent ?? false;
    this.details = options.details ?? {};
  }
}

/** The message of anything that was thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
