import {
  CreateApiKey,
  CreateWebhookEndpoint,
  createClient,
  DeleteWebhookEndpoint,
  expectOutcome,
  Login,
  RevokeApiKey,
} from '@orderprocessing/client';

const scopes = ['ORDERS_READ', 'ORDERS_WRITE', 'INVENTORY_READ', 'WEBHOOKS_MANAGE'];

/**
 * What a person does once, in a browser or here: signs in and creates a key. The program works with
 * the key alone, from the place where it keeps its secrets.
 */
export async function createKey(url, { email, password }) {
  const person = createClient({ url });
  expectOutcome(await person.run(Login, { input: { email, password } }), 'Session');
  const created = expectOutcome(
    await person.run(CreateApiKey, { input: { name: 'Partner example', scopes } }),
    'ApiKeyCreated',
  );
  const revoke = async () => {
    await person.run(RevokeApiKey, { id: created.apiKey.id });
    await person.signOut();
  };
  return { apiKey: created.secret, revoke };
}

/** Asks for deliveries of these events. The signing secret is shown here only. */
export async function createEndpoint(client, url, events) {
  const created = expectOutcome(
    await client.run(CreateWebhookEndpoint, { input: { url, events } }),
    'WebhookEndpointCreated',
  );
  const remove = () => client.run(DeleteWebhookEndpoint, { id: created.endpoint.id });
  return { signingSecret: created.signingSecret, remove };
}
