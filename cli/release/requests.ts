import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { exitCodeOf, messageOf } from '../program/results';
import type { ReleaseOptions } from './releases';

/** A command of a release, as the supervisor gets it: one line of JSON. */
export type ReleaseRequest =
  | ({ readonly command: 'release' } & ReleaseCall)
  | { readonly command: 'rollback' | 'abort' | 'certificate' | 'stop'; readonly pid: number };

export interface ReleaseCall extends ReleaseOptions {
  /** The process id of the command. */
  readonly pid: number;
  /** The settings of the command, which the version gets. */
  readonly environment: Readonly<Record<string, string>>;
  /** The folder that the command was called in. */
  readonly workingFolder: string;
}

/** A message of the supervisor: any number of lines to show, then the result. */
export type Reply =
  | { readonly say: string }
  | { readonly result: unknown }
  | { readonly failure: { readonly message: string; readonly exitCode: number } };

/** Escapes U+2028 and U+2029, at which readline ends a line too. */
export const lineOf = (message: ReleaseRequest | Reply): string =>
  `${JSON.stringify(message).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}\n`;

export interface Caller {
  readonly log: (line: string) => void;
  /** Aborted when the command has ended or asks to stop. */
  readonly gone: AbortSignal;
}

export type Answering = (request: ReleaseRequest, caller: Caller) => Promise<unknown>;

async function firstLineOf(socket: Socket): Promise<string | null> {
  const lines = createInterface({ input: socket });
  const [line] = (await Promise.race([once(lines, 'line'), once(lines, 'close')])) as [string?];
  return line ?? null;
}

async function serve(socket: Socket, answer: Answering): Promise<void> {
  const ended = new AbortController();
  const leave = () => ended.abort();
  socket.once('end', leave).once('close', leave);
  // A command that was killed does not read its answer.
  socket.on('error', leave);
  const reply = (one: Reply) => socket.writable && socket.write(lineOf(one));
  const line = await firstLineOf(socket);
  if (line === null) return void socket.end();
  try {
    const request = JSON.parse(line) as ReleaseRequest;
    const log = (text: string) => void reply({ say: text });
    reply({ result: (await answer(request, { log, gone: ended.signal })) ?? null });
  } catch (error) {
    reply({ failure: { message: messageOf(error), exitCode: exitCodeOf(error) } });
  }
  socket.end();
}

/** Answers commands at a Unix socket, whose folder only its owner may enter. */
export async function serveRequests(file: string, answer: Answering): Promise<Server> {
  // The socket is left by a killed supervisor: this one has the lock of the folder.
  rmSync(file, { force: true });
  const server = createServer({ allowHalfOpen: true }, (socket) => void serve(socket, answer));
  server.listen(file);
  await once(server, 'listening');
  return server;
}
