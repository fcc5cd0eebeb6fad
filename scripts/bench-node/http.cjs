const http = require('node:http');
const { tokens } = require('./tokens.cjs');

const agent = new http.Agent({ keepAlive: true });
const delivered = tokens((host) => {
  http.get({ host, port: 80, path: '/token', agent }, (response) => response.resume());
});
http
  .createServer((_, response) => {
    response.end('taken');
    delivered();
  })
  .listen(80);
