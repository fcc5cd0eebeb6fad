require('node:http')
  .createServer((_, response) => response.end('x'))
  .listen(8080);
