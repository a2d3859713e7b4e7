import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { z } from 'zod';

/** What PagerDuty's Events API v2 accepts (developer.pagerduty.com, "Send an alert event"). */
const pageSchema = z.object({
  routing_key: z.string().min(1),
  event_action: z.enum(['trigger', 'acknowledge', 'resolve']),
  dedup_key: z.string().min(1).max(255),
  payload: z.object({
    summary: z.string().min(1).max(1_024),
    source: z.string().min(1),
    severity: z.enum(['critical', 'error', 'warning', 'info']),
    custom_details: z.record(z.string(), z.unknown()).optional(),
  }),
});

/** What Slack's incoming webhooks accept, as far as it is used here. */
const messageSchema = z.object({
  channel: z.string().min(1),
  attachments: z.array(z.object({ title: z.string().min(1), text: z.string().min(1) })).min(1),
});

export type Page = z.output<typeof pageSchema>;
type Message = z.output<typeof messageSchema>;

/** A server that answers as PagerDuty and Slack do, and keeps what it was sent. */
export class NotificationReceivers {
  readonly pages: Page[] = [];
  readonly messages: Message[] = [];
  /** Why something that was sent would have been refused. */
  readonly refusals: string[] = [];
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  static async open(): Promise<NotificationReceivers> {
    const receivers = new NotificationReceivers();
    receivers.server.listen(0, '127.0.0.1');
    await once(receivers.server, 'listening');
    return receivers;
  }

  private get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get pagerDutyUrl(): string {
    return `${this.origin}/v2/enqueue`;
  }

  get slackUrl(): string {
    return `${this.origin}/services/T000/B000/secret`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const isPage = request.url === new URL(this.pagerDutyUrl).pathname;
    const parsed = (isPage ? pageSchema : messageSchema).safeParse(await json(request));
    if (!parsed.success) {
      this.refusals.push(z.prettifyError(parsed.error));
      response.writeHead(400).end('invalid_payload');
      return;
    }
    if (isPage) {
      this.pages.push(parsed.data as Page);
      const accepted = { status: 'success', message: 'Event processed', dedup_key: 'a' };
      response.writeHead(202, { 'content-type': 'application/json' }).end(JSON.stringify(accepted));
    } else {
      this.messages.push(parsed.data as Message);
      response.writeHead(200, { 'content-type': 'text/plain' }).end('ok');
    }
  }
}
