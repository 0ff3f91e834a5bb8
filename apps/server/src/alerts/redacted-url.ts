/**
 * A receiver's address as it may be shown and logged: where it points, without what lets one in. Robots carry their
 * secret in the path (Feishu, Slack) or in the query (DingTalk, WeCom), so nothing behind the host is shown.
 */
export function redactedUrl(text: string): string {
  const url = new URL(text);
  const bare = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return bare && url.pathname === '/' ? url.href : `${url.origin}/***`;
}
