/** What became of one attempt to send. A failure says whether the same message may go through later. */
export type SendResult =
  { readonly ok: true } | { readonly ok: false; readonly retry: boolean; readonly error: string };
