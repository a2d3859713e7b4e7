// A partner's webhook receiver in its own process: it verifies deliveries, responds as last
// instructed, and reports all deliveries to its parent.
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

let mode = 'accept';
let secrets = [];

/** The number of known secrets that the delivery is signed with. */
function signedBy(headers, body) {
  return secrets.filter((secret) => {
    try {
      return new Webhook(secret).verify(body, headers) !== undefined;
    } catch {
      return false;
    }
  }).length;
}

function answer(response) {
  if (mode === 'accept') response.writeHead(200).end('thank you');
  if (mode === 'fail') response.writeHead(500).end();
  if (mode === 'redirect') response.writeHead(302, { location: '/elsewhere' }).end();
  // No response, to simulate a hanging receiver.
}

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    const { headers, url } = request;
    process.send({
      received: {
        mode,
        path: url,
        id: headers['webhook-id'],
        signedBy: signedBy(headers, body),
        event: JSON.parse(body),
      },
    });
    answer(response);
  });
});

process.on('message', (told) => {
  mode = told.mode;
  secrets = told.secrets;
  if (server.listening) process.send({ is: mode });
  // A delivery that came before the secrets are known would look forged.
  else server.listen(Number(process.argv[2]), '127.0.0.1', () => process.send({ is: 'listening' }));
});
process.on('disconnect', () => process.exit());
