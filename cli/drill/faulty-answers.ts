/**
 * A program for `node --require`, for a version that is to be rolled back: it answers this share of
 * the operations with an error, at random.
 */
export const faultyAnswers = (share: number): string => `
const { Server } = require('node:http');
const emit = Server.prototype.emit;
Server.prototype.emit = function (event, ...given) {
  const [request, response] = given;
  const isHit = event === 'request' && request.url === '/graphql' && Math.random() < ${share};
  if (!isHit) return emit.call(this, event, ...given);
  request.resume();
  response.writeHead(500, { 'content-type': 'application/json' });
  response.end('{"errors":[{"message":"drill","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}');
  return true;
};
`;
