/** Every way the local stack can fail to start that a person can do something about. */
export type StackErrorCode =
  | 'java-missing'
  | 'java-too-old'
  | 'maven-missing'
  | 'kafka-download-failed'
  | 'kafka-start-failed'
  | 'kafka-data-corrupt'
  | 'kafka-unreachable'
  | 'postgres-binaries-missing'
  | 'postgres-start-failed'
  | 'postgres-data-corrupt'
  | 'postgres-unreachable'
  | 'postgres-not-superuser'
  | 'port-taken'
  | 'process-start-failed'
  | 'secrets-unreadable'
  | 'data-folder-in-use'
  | 'service-not-ready'
  | 'not-ours'
  | 'deadline-passed';

/** A failure whose message is one paragraph that says what happened and what to do about it. */
export class StackError extends Error {
  override readonly name = 'StackError';
  readonly code: StackErrorCode;

  constructor(code: StackErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
