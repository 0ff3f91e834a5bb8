import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Vendor = 'dingtalk' | 'feishu' | 'wecom';

/** A vendor's answer: a refusal has HTTP 200 like a success. */
export interface RobotReply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: string;
}

export interface RobotSettings {
  /** Asked for with a signature that fits. */
  readonly secret?: string;
  /** Has to be somewhere in the message. */
  readonly keyword?: string;
  readonly now: () => Date;
}

/** A group robot as its vendor documents it: signature and its hour, keyword, size and rate, answered in its own words. */
export interface RobotServer {
  readonly url: string;
  /** The bodies that it took, in their order, and when. */
  readonly messages: { readonly at: Date; readonly body: Record<string, unknown>; readonly text: string }[];
  /** The codes of its refusals. */
  readonly refusals: number[];
  /** Answers this instead, whatever comes; `close`: breaks the connection; null: as documented. */
  answer(reply: RobotReply | 'close' | null): void;
  close(): Promise<void>;
}

const token = 't0ken-0123456789abcdef';
const paths: Readonly<Record<Vendor, string>> = {
  dingtalk: `/robot/send?access_token=${token}`,
  feishu: `/open-apis/bot/v2/hook/${token}`,
  wecom: `/cgi-bin/webhook/send?key=${token}`,
};
const hour = 3_600_000;

/** Starts one on a free port. */
export async function startRobotServer(vendor: Vendor, settings: RobotSettings): Promise<RobotServer> {
  const messages: RobotServer['messages'] = [];
  const refusals: number[] = [];
  let fixed: RobotReply | 'close' | null = null;
  const judge = { dingtalk, feishu, wecom }[vendor](settings);

  const take = (message: IncomingMessage, text: string, response: ServerResponse) => {
    if (fixed === 'close') {
      message.socket.destroy();
      return;
    }
    if (fixed) {
      response.writeHead(fixed.status ?? 200, fixed.headers).end(fixed.body);
      return;
    }
    const url = new URL(message.url ?? '', 'http://robot');
    const refusal = judge({ url, text });
    if (refusal) refusals.push(refusal.code);
    else messages.push({ at: settings.now(), body: JSON.parse(text) as Record<string, unknown>, text });
    const { code, words } = refusal ?? { code: 0, words: vendor === 'feishu' ? 'success' : 'ok' };
    const body = vendor === 'feishu' ? { code, msg: words, data: {} } : { errcode: code, errmsg: words };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const server = createServer((message, response) => {
    let text = '';
    message.setEncoding('utf8').on('data', (part: string) => (text += part));
    message.on('end', () => take(message, text, response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${paths[vendor]}`,
    messages,
    refusals,
    answer(reply) {
      fixed = reply;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Asked {
  readonly url: URL;
  readonly text: string;
}
type Refusal = { readonly code: number; readonly words: string } | null;

function dingtalk({ secret, keyword, now }: RobotSettings): (asked: Asked) => Refusal {
  const rate = counter(now, [{ count: 20, ms: 60_000 }]);
  let deafUntil = 0;
  return ({ url, text }) => {
    if (url.searchParams.get('access_token') !== token) return { code: 300005, words: 'token is not exist' };
    if (now().getTime() < deafUntil || !rate()) {
      deafUntil = Math.max(deafUntil, now().getTime() + 600_000);
      return { code: 130101, words: 'send too fast, exceed 20 times per minute' };
    }
    if (secret !== undefined) {
      const timestamp = url.searchParams.get('timestamp') ?? '';
      if (Math.abs(Number(timestamp) - now().getTime()) > hour)
        return { code: 310000, words: 'invalid timestamp' };
      const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
      if (url.searchParams.get('sign') !== sign) return { code: 310000, words: 'sign not match' };
    }
    if (Buffer.byteLength(text) > 20_000)
      return { code: 460101, words: 'message too long, exceed 20000 bytes' };
    const { msgtype, markdown } = JSON.parse(text) as { msgtype: string; markdown?: Record<string, string> };
    if (msgtype !== 'markdown' || !markdown?.['title'] || !markdown['text'])
      return { code: 400105, words: 'unsupported message type' };
    return keyword !== undefined && !text.includes(keyword)
      ? { code: 310000, words: 'keywords not in content' }
      : null;
  };
}

function feishu({ secret, keyword, now }: RobotSettings): (asked: Asked) => Refusal {
  const rate = counter(now, [
    { count: 5, ms: 1000 },
    { count: 100, ms: 60_000 },
  ]);
  return ({ url, text }) => {
    if (!url.pathname.endsWith(token))
      return { code: 19001, words: 'param invalid: incoming webhook access token invalid' };
    if (!rate()) return { code: 11232, words: 'frequency limited psm[lark.oapi.app_platform_runtime]' };
    if (Buffer.byteLength(text) > 20 * 1024) return { code: 9499, words: 'Bad Request' };
    const body = JSON.parse(text) as Record<string, unknown>;
    if (secret !== undefined) {
      const timestamp = String(body['timestamp']);
      const sign = createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64');
      if (body['sign'] !== sign || Math.abs(Number(timestamp) * 1000 - now().getTime()) > hour)
        return {
          code: 19021,
          words: 'sign match fail or timestamp is not within one hour from current time',
        };
    }
    if (body['msg_type'] !== 'interactive' || !body['card']) return { code: 9499, words: 'Bad Request' };
    return keyword !== undefined && !text.includes(keyword)
      ? { code: 19024, words: 'Key Words Not Found' }
      : null;
  };
}

function wecom({ now }: RobotSettings): (asked: Asked) => Refusal {
  const rate = counter(now, [{ count: 20, ms: 60_000 }]);
  return ({ url, text }) => {
    if (url.searchParams.get('key') !== token)
      return {
        code: 93000,
        words: 'invalid webhook url, hint: [1], more info at https://open.work.weixin.qq.com/',
      };
    if (!rate()) return { code: 45009, words: 'api freq out of limit' };
    const { markdown } = JSON.parse(text) as { markdown?: { content: string } };
    if (!markdown) return { code: 40008, words: 'invalid message type' };
    return Buffer.byteLength(markdown.content) > 4096
      ? { code: 40058, words: 'markdown.content exceed max length 4096. invalid Request Parameter' }
      : null;
  };
}

/** Whether one more may come now; every one that comes counts. */
function counter(
  now: () => Date,
  limits: readonly { readonly count: number; readonly ms: number }[],
): () => boolean {
  const times: number[] = [];
  return () => {
    const at = now().getTime();
    times.push(at);
    return limits.every(({ count, ms }) => times.filter((time) => time > at - ms).length <= count);
  };
}
