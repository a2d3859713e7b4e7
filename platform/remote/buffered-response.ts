import type { Dispatcher } from 'undici';
import { whenAborted } from '../requests/when-aborted';
import { asError } from '../values/as-error';
import type { ByteBudget } from '../values/byte-budget';

export interface TextResponse {
  readonly status: number;
  readonly text: string;
}

/**
 * A call through undici's lowest-level interface, from the queue to the end of the response: a
 * third of the CPU of node:https (decision 0106). The caller's signal aborts it; a call that
 * is still queued then is not sent.
 */
export class BufferedResponse implements Dispatcher.DispatchHandler {
  protected status = 0;
  private readonly chunks: Buffer[] = [];
  private bytes = 0;
  private reservedBytes = 0;
  private controller: Dispatcher.DispatchController | null = null;
  private readonly stopWaiting: () => void;

  constructor(
    protected readonly signal: AbortSignal,
    private readonly bytesMax: number,
    /** Shared by all responses in flight. */
    private readonly budget: ByteBudget,
    private readonly resolve: (answer: TextResponse) => void,
    private readonly reject: (error: Error) => void,
  ) {
    this.stopWaiting = whenAborted(signal, this.abort);
  }

  private readonly abort = (): void => {
    const reason = asError(this.signal.reason);
    this.controller?.abort(reason);
    this.fail(reason);
  };

  private release(): void {
    this.budget.release(this.reservedBytes);
    this.reservedBytes = 0;
    this.stopWaiting();
  }

  protected fail(error: Error): void {
    this.release();
    this.reject(error);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.signal.aborted) controller.abort(asError(this.signal.reason));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.status = status;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.bytes > this.bytesMax) {
      controller.abort(new Error(`The response has more than ${this.bytesMax} bytes.`));
    } else if (this.budget.reserve(chunk.length)) {
      this.reservedBytes += chunk.length;
      this.chunks.push(chunk);
    } else controller.abort(new Error('The responses in flight have too many bytes.'));
  }

  onResponseEnd(): void {
    this.release();
    this.resolve({ status: this.status, text: Buffer.concat(this.chunks).toString('utf8') });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(error);
  }
}
