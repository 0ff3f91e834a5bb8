/**
 * What a failed connection has to say for itself: the innermost causes, since `fetch` only says "fetch failed" and a
 * host with several addresses fails with one error each. Told by shape: an error of Node's own need not be an
 * instance of the caller's Error.
 */
export function errorMessage(error: unknown): string {
  const causes = property(error, 'errors');
  if (Array.isArray(causes) && causes.length > 0) return causes.map(errorMessage).join('; ');
  const cause = property(error, 'cause');
  if (cause !== undefined && cause !== null) return errorMessage(cause);
  const message = property(error, 'message');
  return typeof message === 'string' && message !== '' ? message : String(error);
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
