import { webhookEventTypes } from '../../../subgraphs/orders/domain/webhook-event-type';

const indented = (json: string): string => JSON.stringify(JSON.parse(json), null, 2);

const codeBlock = (title: string, json: string): string =>
  `\`\`\`json title="${title}"\n${indented(json)}\n\`\`\``;

interface EventSchema {
  readonly properties: {
    readonly data: { readonly properties: { readonly status: { readonly enum: string[] } } };
  };
}

function statusesIn(schema: string): string {
  const { properties } = (JSON.parse(schema) as EventSchema).properties.data;
  return properties.status.enum.map((status) => `\`${status}\``).join(' or ');
}

/** The catalogue of webhook events, from what the API answers to `webhookEventTypes`. */
export function webhookEventsPage(): string {
  const events = webhookEventTypes.map(
    ({ name, description, schema, sample }) => `## \`${name}\`

${description} \`data.status\` is ${statusesIn(schema)}.

${codeBlock('Body', sample)}`,
  );
  return `# Webhook events

Written by \`npm run generate\`, from what \`webhookEventTypes\` answers; not to be edited. [Webhooks](guides/webhooks.md) says how deliveries are signed, verified and repeated.

Bodies may get more properties: ignore what you do not know. \`data.version\` rises with each event of an order, and \`data.status\` is its status after the event. \`webhookEventTypes\` answers the JSON Schema of each event; they differ in their statuses. This is the first:

${codeBlock('JSON Schema', webhookEventTypes[0]?.schema ?? '{}')}

${events.join('\n\n')}
`;
}
