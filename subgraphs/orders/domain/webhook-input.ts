import { type FieldProblem, type TextRule, textProblem } from '../../../platform/values/text';
import { hasUserInfo } from '../../../platform/values/user-info';
import { isWebhookEvent, webhookEventTypes } from './webhook-event-type';

const urlRule: TextRule = { charactersMax: 2_048, isUrl: true };
/**
 * Endpoints per owner: each event is stored once per endpoint.
 * @exceeded VALIDATION
 * @test subgraphs/orders/operations/create-webhook-endpoint.test.ts
 */
export const endpointsPerOwnerMax = 20;

/**
 * Test webhooks per endpoint and minute: each is a request to somebody else's server.
 * @exceeded RATE_LIMITED
 * @test subgraphs/orders/operations/send-test-webhook.test.ts
 */
export const testWebhooksPerMinuteMax = 10;

export const overlapSecondsDefault = 86_400;
/**
 * How long an old webhook secret stays valid after a rotation.
 * @exceeded BAD_USER_INPUT
 * @test subgraphs/orders/operations/rotate-webhook-secret.test.ts
 */
export const overlapSecondsMax = 604_800;
/**
 * Old secrets of an endpoint that deliveries are signed with, too.
 * @exceeded the oldest no longer signs
 * @test subgraphs/orders/workflows/events/deliver-webhooks.test.ts
 */
export const previousSecretsMax = 4;

/** Validates the form of a URL; resolving its host needs I/O and happens elsewhere. */
export function urlProblems(text: string, isHttpsOnly: boolean): FieldProblem[] {
  const problem = (why: string): FieldProblem[] => [{ path: ['url'], message: why }];
  const message = textProblem(text, urlRule);
  if (message !== null) return problem(message);
  if (!URL.canParse(text)) return problem('Takes an absolute URL.');
  const url = new URL(text);
  const { protocol } = url;
  if (protocol !== 'https:' && (isHttpsOnly || protocol !== 'http:')) {
    return problem(isHttpsOnly ? 'Takes https only.' : 'Takes http and https only.');
  }
  if (hasUserInfo(url)) return problem('Takes no user name and no password.');
  return [];
}

const webPorts: readonly string[] = ['', '80', '443'];
const unprivilegedPortMin = 1_024;

/** Ports of other protocols (mail, SSH, DNS, …) are rejected. */
export function portProblems(url: URL): FieldProblem[] {
  const { port } = url;
  if (webPorts.includes(port) || Number(port) >= unprivilegedPortMin) return [];
  const message = `Takes port 80, 443, or one from ${unprivilegedPortMin}.`;
  return [{ path: ['url'], message }];
}

export const privateTarget: FieldProblem = {
  path: ['url'],
  message: 'Leads to this machine or its network.',
};

export function eventProblems(events: readonly string[]): FieldProblem[] {
  if (events.length === 0) return [{ path: ['events'], message: 'Name at least one event.' }];
  if (events.length > webhookEventTypes.length) {
    return [{ path: ['events'], message: `There are ${webhookEventTypes.length} events.` }];
  }
  return events.flatMap((event, index) =>
    isWebhookEvent(event)
      ? []
      : [{ path: ['events', String(index)], message: 'There is no event of this name.' }],
  );
}
