import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebhookBody, webhookBodySchema } from '#contract';

export interface ReceivedRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: WebhookBody;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
}

/** What to answer, perhaps later; null: nothing, ever. */
export type Answering = (request: ReceivedRequest) => Answer | null | Promise<Answer>;

/** A real HTTP server that takes webhooks. */
export interface WebhookReceiver {
  readonly url: string;
  /** Everything that came, in the order of coming. */
  readonly requests: ReceivedRequest[];
  /** Sets what is answered from now on. */
  answer(answering: Answering): void;
  close(): Promise<void>;
}

/** Starts one on a free port; it answers 200 until told otherwise. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const requests: ReceivedRequest[] = [];
  let answering: Answering = () => ({ status: 200 });
  const take = async (message: IncomingMessage, text: string) => {
    const request = {
      method: message.method ?? '',
      headers: message.headers,
      body: webhookBodySchema.parse(JSON.parse(text)),
    };
    requests.push(request);
    return answering(request);
  };
  const server = createServer((message, response) => {
    let text = '';
    message.setEncoding('utf8').on('data', (part: string) => (text += part));
    message.on(
      'end',
      () =>
        void take(message, text).then((answer) => {
          if (answer) response.writeHead(answer.status, answer.headers).end('{"errcode":0}');
        }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    requests,
    answer(given) {
      answering = given;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
