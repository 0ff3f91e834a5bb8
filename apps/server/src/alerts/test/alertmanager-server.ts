import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

/** Label names as Alertmanager takes them. */
const labelName = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/);
const labelSet = z.record(labelName, z.string());

/** `postableAlerts` of Alertmanager's api/v2/openapi.yaml, strictly, and what its server checks besides. */
const postableAlerts = z.array(
  z
    .strictObject({
      labels: labelSet.refine((labels) => Object.values(labels).some((value) => value !== '')),
      generatorURL: z.url().optional(),
      annotations: labelSet.optional(),
      startsAt: z.iso.datetime({ offset: true }).optional(),
      endsAt: z.iso.datetime({ offset: true }).optional(),
    })
    .refine(({ startsAt, endsAt }) => !startsAt || !endsAt || startsAt <= endsAt, {
      message: 'start time must be before end time',
    }),
);

type Held = z.infer<typeof postableAlerts>[number];

/** An Alertmanager as far as its clients see it: one alert for each label set, over when its endsAt has come. */
export interface AlertmanagerServer {
  readonly url: string;
  /** The requests that it took. */
  readonly posts: number;
  /** The requests that it did not take. */
  readonly refused: number;
  /** What fires as of now. */
  active(now: Date): Held[];
  /** Everything that it knows. */
  known(): Held[];
  /** As after a restart without its storage. */
  forget(): void;
  /** From now on every request gets this status; null: none. */
  fail(status: number | null): void;
  close(): Promise<void>;
}

/** Starts one on a free port. */
export async function startAlertmanagerServer(): Promise<AlertmanagerServer> {
  const held = new Map<string, Held>();
  let failing: number | null = null;
  let posts = 0;
  let refused = 0;
  const take = (path: string | undefined, type: string | undefined, text: string) => {
    if (failing !== null) return { status: failing, body: '' };
    if (path !== '/api/v2/alerts') return { status: 404, body: 'path was not found' };
    if (!type?.startsWith('application/json')) return { status: 415, body: 'unsupported media type' };
    const parsed = postableAlerts.safeParse(JSON.parse(text));
    if (!parsed.success) return { status: 400, body: JSON.stringify(parsed.error.issues) };
    posts += 1;
    for (const alert of parsed.data) held.set(JSON.stringify(Object.entries(alert.labels).toSorted()), alert);
    return { status: 200, body: '' };
  };
  const server = createServer((message, response) => {
    let text = '';
    message.setEncoding('utf8').on('data', (part: string) => (text += part));
    message.on('end', () => {
      const { status, body } = take(message.url, message.headers['content-type'], text);
      if (status !== 200) refused += 1;
      response.writeHead(status).end(body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get posts() {
      return posts;
    },
    get refused() {
      return refused;
    },
    active: (now) => [...held.values()].filter(({ endsAt }) => !endsAt || Date.parse(endsAt) > now.getTime()),
    known: () => [...held.values()],
    forget: () => held.clear(),
    fail(status) {
      failing = status;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
