import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { freePort } from './free-port';

/** A mail as the server got it. */
export interface DeliveredMail {
  readonly from: string;
  readonly to: string[];
  /** Headers and body, lines ended by CRLF. */
  readonly raw: string;
  /** The plain text as a reader sees it. */
  readonly text: string;
}

export interface MailServerOptions {
  /** Offers STARTTLS with it; without one everything is in the clear. */
  readonly certificate?: { readonly key: Buffer; readonly cert: Buffer };
  /** Takes mails of nobody else. */
  readonly login?: { readonly user: string; readonly password: string };
  /** The port of a server that was here before; a free one when left out. */
  readonly port?: number;
  /** What that server took; more is added to it. */
  readonly mails?: DeliveredMail[];
}

type Answer = Error & { responseCode: number };

/** What a real server would say, with the address in it. */
function refusal(address: string, code: number): Answer {
  const error = new Error(`<${address}>: Recipient address rejected`);
  return Object.assign(error, { responseCode: code });
}

/** A header and the body after it, of a mail or of one of its parts. */
function splitPart(raw: string): { readonly head: string; readonly body: string } {
  const end = raw.indexOf('\r\n\r\n');
  return { head: raw.slice(0, end), body: raw.slice(end + 4) };
}

/**
 * The text of a mail that is one plain text or has one as its first part, as it is or
 * quoted-printable.
 */
function textOf(raw: string): string {
  const boundary = /^Content-Type: multipart\/\w+;\s+boundary="([^"]+)"/m.exec(raw)?.[1];
  const part = boundary === undefined ? raw : (raw.split(`--${boundary}\r\n`)[1] ?? '');
  const { head, body } = splitPart(part);
  if (/^Content-Transfer-Encoding: base64\r?$/m.test(head)) {
    return Buffer.from(body, 'base64').toString().trim();
  }
  if (!/^Content-Transfer-Encoding: quoted-printable\r?$/m.test(head)) return body.trim();
  const bytes = body
    .trim()
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}

/** A real SMTP server in this process: it keeps the mails that it takes. */
export async function startMailServer(given: MailServerOptions = {}) {
  const { certificate, login, port = await freePort(), mails = [] } = given;
  const refused = new Map<string, number>();
  const options: SMTPServerOptions = {
    ...certificate,
    ...(certificate ? {} : { hideSTARTTLS: true, disabledCommands: ['STARTTLS'] }),
    authOptional: login === undefined,
    logger: false,
    // Where no name server answers, a look-up of the client's name takes many seconds.
    disableReverseLookup: true,
    onAuth({ username, password }, _session, done) {
      const isGood = username === login?.user && password === login?.password;
      done(isGood ? null : new Error('Wrong password'), { user: username });
    },
    onRcptTo({ address }, _session, done) {
      const code = refused.get(address);
      done(code === undefined ? null : refusal(address, code));
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString();
        mails.push({
          from: envelope.mailFrom ? envelope.mailFrom.address : '',
          to: envelope.rcptTo.map(({ address }) => address),
          raw,
          text: textOf(raw),
        });
        done();
      });
    },
  };
  const server = new SMTPServer(options);
  // A client that goes away in the middle of it is what some tests are about.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port,
    mails,
    /** Answers an address with that code from now on; takes its mails again without one. */
    refuse(address: string, code: number | null): void {
      if (code === null) refused.delete(address);
      else refused.set(address, code);
    },
    close: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}

export type MailServer = Awaited<ReturnType<typeof startMailServer>>;
