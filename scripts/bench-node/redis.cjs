// Node 0 is a small Redis server; the others increment counters in it with `ioredis`, 20 commands at a time.
const net = require('node:net');

const NODES = (process.env.NODES ?? '').split(',');
const LAST = Number(process.env.DELIVERIES);

if (process.env.NODE === NODES[0]) {
  const values = new Map();
  let commands = 0;
  let waiting;
  const answer = ([name, key = '', value = '']) => {
    if (++commands >= LAST) waiting?.end('done');
    switch (name.toUpperCase()) {
      case 'INCR':
        values.set(key, (values.get(key) ?? 0) + 1);
        return `:${values.get(key)}\r\n`;
      case 'SET':
        values.set(key, value);
        return '+OK\r\n';
      case 'INFO':
        return '$17\r\nredis_version:7.0\r\n';
      default:
        return '+OK\r\n';
    }
  };
  net
    .createServer((socket) => {
      let text = '';
      socket.setNoDelay(true);
      socket.on('data', (bytes) => {
        text += bytes;
        let out = '';
        for (;;) {
          const lines = text.split('\r\n');
          const words = Number(lines[0]?.slice(1));
          if (!(words > 0) || lines.length < 2 * words + 2) break;
          out += answer(Array.from({ length: words }, (_, i) => lines[2 * i + 2]));
          text = lines.slice(2 * words + 1).join('\r\n');
        }
        if (out !== '') socket.write(out);
      });
    })
    .listen(6379);
  require('node:http')
    .createServer((_, response) => {
      if (commands >= LAST) response.end('done');
      else waiting = response;
    })
    .listen(8080);
} else {
  const Redis = require('ioredis').default;
  const redis = new Redis({ host: NODES[0], lazyConnect: false });
  const next = () => {
    redis.incr('counter').then(
      () => setTimeout(next, 1 + Math.random() * 9),
      () => {},
    );
  };
  for (let i = 0; i < 20; i++) setTimeout(next, 1_000 + i);
}
