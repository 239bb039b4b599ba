/** A refusal as the operation's row keeps it; the request id is added when it is sent. */
export interface StoredProblem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly { readonly pointer: string; readonly detail: string }[];
}

export function storedProblem(refusal: { status: number; code: string; detail: string; pointer: string | null }): StoredProblem {
  const { status, code, detail, pointer } = refusal;
  return { status, code, detail, errors: pointer === null ? [] : [{ pointer, detail }] };
}
