/**
 * The action of a drill: it runs in a process and a folder of its own, both of which end with it.
 */
export const drillAction =
  <Options>(drill: (options: Options) => Promise<void>) =>
  async (options: Options): Promise<void> => {
    const { inOwnFolder } = await import('../drill/own-folder.js');
    await inOwnFolder(() => drill(options));
  };
