import { AppError } from '@mao/service-kit';

export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
  /** The rule that was broken, where the rules have names. */
  readonly code?: string;
}

/** A refusal that a caller can expect; becomes an RFC 9457 document in `problem-handler.ts`. */
export class ProblemError extends AppError {
  readonly status: number;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  readonly retryAfterSeconds: number | undefined;

  constructor(
    status: number,
    code: string,
    detail: string,
    more: { errors?: readonly FieldError[]; retryAfterSeconds?: number } = {},
  ) {
    super(code, { message: detail });
    this.name = 'ProblemError';
    this.status = status;
    this.detail = detail;
    this.errors = more.errors ?? [];
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

/** What does not exist and what the caller may not see are the same answer. */
export const notFound = (code: string, detail: string): ProblemError => new ProblemError(404, code, detail);

export const invalid = (errors: readonly FieldError[]): ProblemError =>
  new ProblemError(
    422,
    'validation',
    errors.length === 1 ? `${errors[0]?.pointer}: ${errors[0]?.detail}` : `${errors.length} fields are not valid`,
    { errors },
  );
