/** The command line makes no sense: one sentence for the person who typed it, exit code 64 (sysexits.h, EX_USAGE). */
export class UsageError extends Error {}
