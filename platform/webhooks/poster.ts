import type { Agent } from 'undici';
import { undiciPackage } from '../net/undici-package';
import {
  countConnections,
  noOutgoingMetrics,
  type OutgoingMetrics,
} from '../telemetry/outgoing-metrics';
import { isPrivateHost, publicLookup } from './public-address';

export interface PosterOptions {
  /** Whether private addresses are allowed, as in development. */
  readonly allowPrivateTargets: boolean;
  /** Deadline from the DNS lookup to the last byte of the response. */
  readonly deadlineMs: number;
  readonly responseBytesMax: number;
  /** The User-Agent header. */
  readonly userAgent: string;
  readonly metrics?: OutgoingMetrics;
}

/** The status of the response, or null with the reason why there is none. */
export interface PostResult {
  readonly status: number | null;
  readonly reason: string;
}

const keepAliveMs = 10_000;
const connectionsPerTarget = 8;
const reasonCharactersMax = 200;

/**
 * Posts to URLs chosen by customers. Redirects are not followed, because nobody has chosen their
 * target.
 */
export class Poster {
  /** Opened by the first post: most processes make none. */
  private agent: Agent | null = null;
  private readonly metrics: OutgoingMetrics;

  constructor(private readonly options: PosterOptions) {
    this.metrics = options.metrics ?? noOutgoingMetrics;
  }

  /** Never rejects: any failure is an outcome. */
  async post(url: string, headers: Record<string, string>, body: string): Promise<PostResult> {
    const { allowPrivateTargets, deadlineMs, userAgent } = this.options;
    // A literal address in the URL is connected to without a lookup.
    if (!allowPrivateTargets && isPrivateHost(new URL(url).hostname)) {
      return { status: null, reason: 'it resolves to a private address' };
    }
    const signal = AbortSignal.timeout(deadlineMs);
    const calledAtMs = performance.now();
    try {
      const answer = await undiciPackage().request(url, {
        method: 'POST',
        headers: { ...headers, 'user-agent': userAgent },
        body,
        signal,
        dispatcher: this.openAgent(),
      });
      this.metrics.answered(performance.now() - calledAtMs);
      await this.drain(answer.body);
      return { status: answer.statusCode, reason: `it answered HTTP ${answer.statusCode}` };
    } catch (error) {
      const late = signal.aborted ? `it took longer than ${deadlineMs} ms` : null;
      return { status: null, reason: late ?? reasonOf(error) };
    }
  }

  async close(): Promise<void> {
    await this.agent?.destroy();
  }

  private openAgent(): Agent {
    if (this.agent !== null) return this.agent;
    const { allowPrivateTargets, deadlineMs, responseBytesMax } = this.options;
    const { Agent: Dispatcher } = undiciPackage();
    this.agent = new Dispatcher({
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
    countConnections(this.agent, this.metrics);
    return this.agent;
  }

  /** Reading the body to its end keeps the connection reusable. */
  private async drain(body: AsyncIterable<Buffer>): Promise<void> {
    let bytes = 0;
    for await (const chunk of body) {
      bytes += chunk.length;
      // The status is all that matters; leaving the loop closes the connection.
      if (bytes > this.options.responseBytesMax) return;
    }
  }
}

function reasonOf(error: unknown): string {
  const { message, code } = error as NodeJS.ErrnoException;
  return (message || code || 'it cannot be reached').slice(0, reasonCharactersMax);
}
