import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { callbackify } from 'node:util';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A real SMTP server that keeps what it takes. */
export interface MailServer {
  readonly url: string;
  readonly mails: ParsedMail[];
  /** From now on mail to this address is refused with this code; null: taken. */
  refuse(address: string, code: number | null): void;
  close(): Promise<void>;
}

/**
 * Starts one on a free port.
 * @param password what a log-in must give; null: none is asked for
 */
export async function startMailServer(password: string | null = null): Promise<MailServer> {
  const mails: ParsedMail[] = [];
  const refused = new Map<string, number>();
  const server = new SMTPServer({
    hideSTARTTLS: true,
    authOptional: password === null,
    allowInsecureAuth: true,
    onAuth(auth, _session, done) {
      done(auth.password === password ? null : new Error(`wrong password ${auth.password}`), {
        user: auth.username,
      });
    },
    onRcptTo({ address }, _session, done) {
      const responseCode = refused.get(address);
      if (responseCode === undefined) done();
      else done(Object.assign(new Error(`refused ${address}`), { responseCode }));
    },
    onData(stream, _session, done) {
      const keep = async () => void mails.push(await simpleParser(stream));
      callbackify(keep)((error) => done(error));
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails,
    refuse(address, code) {
      if (code === null) refused.delete(address);
      else refused.set(address, code);
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
