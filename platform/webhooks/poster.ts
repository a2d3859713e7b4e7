import { Agent, request } from 'undici';
import { isPrivateHost, publicLookup } from '../net/public-address';

export interface PosterOptions {
  /** Whether this machine and its network may be spoken with: in development. */
  readonly allowPrivateTargets: boolean;
  /** For everything, from the name to the last byte of the answer. */
  readonly deadlineMs: number;
  readonly responseBytesMax: number;
  /** Seen by receivers. */
  readonly userAgent: string;
}

/** The answer's status; or null and why there is none. */
export interface PostResult {
  readonly status: number | null;
  readonly reason: string;
}

const keepAliveMs = 10_000;
const connectionsPerTarget = 8;
const reasonCharactersMax = 200;

/**
 * Posts to addresses that others have chosen. Redirects are answers like any other: where they
 * lead was chosen by nobody.
 */
export class Poster {
  private readonly agent: Agent;

  constructor(private readonly options: PosterOptions) {
    const { allowPrivateTargets, deadlineMs, responseBytesMax } = options;
    this.agent = new Agent({
      connections: connectionsPerTarget,
      keepAliveTimeout: keepAliveMs,
      maxHeaderSize: responseBytesMax,
      headersTimeout: deadlineMs,
      bodyTimeout: deadlineMs,
      connect: {
        timeout: deadlineMs,
        ...(allowPrivateTargets ? {} : { lookup: publicLookup }),
      },
    });
  }

  /** Never rejects: whatever goes wrong out there is an outcome. */
  async post(url: string, headers: Record<string, string>, body: string): Promise<PostResult> {
    const { allowPrivateTargets, deadlineMs, userAgent } = this.options;
    // An address in the URL is connected to without any lookup.
    if (!allowPrivateTargets && isPrivateHost(new URL(url).hostname)) {
      return { status: null, reason: 'it resolves to a private address' };
    }
    const signal = AbortSignal.timeout(deadlineMs);
    try {
      const answer = await request(url, {
        method: 'POST',
        headers: { ...headers, 'user-agent': userAgent },
        body,
        signal,
        dispatcher: this.agent,
      });
      await this.drain(answer.body);
      return { status: answer.statusCode, reason: `it answered HTTP ${answer.statusCode}` };
    } catch (error) {
      const late = signal.aborted ? `it took longer than ${deadlineMs} ms` : null;
      return { status: null, reason: late ?? reasonOf(error) };
    }
  }

  close(): Promise<void> {
    return this.agent.destroy();
  }

  /** What is read to its end leaves a connection that can be used again. */
  private async drain(body: AsyncIterable<Buffer>): Promise<void> {
    let bytes = 0;
    for await (const chunk of body) {
      bytes += chunk.length;
      // The status has said what there was to say; leaving the loop ends the connection.
      if (bytes > this.options.responseBytesMax) return;
    }
  }
}

function reasonOf(error: unknown): string {
  const { message, code } = error as NodeJS.ErrnoException;
  return (message || code || 'it cannot be reached').slice(0, reasonCharactersMax);
}
