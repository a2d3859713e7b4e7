import Module from 'node:module';

/**
 * Must be imported before zod, which loads its messages in 62 languages: an eighth of the CPU of a
 * short command. Ours are in English.
 */
const file = require.resolve('zod/v4/locales');

if (require.cache[file] === undefined) {
  const standIn = new Module(file);
  Object.assign(standIn, { exports: {}, loaded: true });
  require.cache[file] = standIn;
  require('zod');
  // Other importers get the messages themselves.
  delete require.cache[file];
}
