// A page with the client, driven by tabs.ts.
import {
  CancelOrder,
  createClient,
  expectOutcome,
  Me,
  PlaceOrder,
  Register,
  storedSession,
  WatchOrder,
} from '/client.mjs';

const url = `${new URLSearchParams(location.search).get('shop')}/graphql`;
const session = storedSession(localStorage);
const clientOf = (transport) => createClient({ url, session, live: { transport } });

globalThis.tab = {
  register: (input) => clientOf().run(Register, { input }),

  /** The gateway refuses this access token; the refresh token is good. */
  spoilToken: async () => {
    const { accessToken, ...rest } = await session.read();
    await session.write({ ...rest, accessToken: `${accessToken.slice(0, -8)}AAAAAAAA` });
  },

  whoAmI: (times) => {
    const client = clientOf();
    const calls = Array.from({ length: times }, () => client.run(Me));
    return Promise.all(calls).then((found) => found.map(({ name }) => name));
  },

  follow: async (input, transport) => {
    const client = clientOf(transport);
    const { id } = expectOutcome(await client.run(PlaceOrder, { input }), 'Order');
    const statuses = [];
    for await (const { status } of client.watch(WatchOrder, { id })) {
      statuses.push(status);
      if (status === 'CANCELLED') break;
      await client.run(CancelOrder, { id, reason: 'changed my mind' });
    }
    return statuses;
  },
};
