// A program that looks at everything that could differ between two machines, and prints it.
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const say = (...values) => console.log(...values);
say(new Date().toString(), new Date().toLocaleString(), (1234.5).toLocaleString(), 'a'.localeCompare('B'));
say(
  new Intl.DateTimeFormat().format(),
  Intl.DateTimeFormat().resolvedOptions().timeZone,
  new Intl.NumberFormat().format(1e6),
);
say(process.cwd(), process.pid, process.platform, os.hostname(), os.cpus().length, process.memoryUsage().rss);
say(
  Object.keys(process.env).sort().join(),
  process.uptime(),
  process.hrtime().join(),
  performance.timeOrigin,
);
say(Math.random(), crypto.randomUUID(), require('node:crypto').randomBytes(8).toString('hex'));
say(
  Buffer.allocUnsafe(3_000).every((byte) => byte === 0),
  new Error('x').stack.split('\n').length > 1,
);
// biome-ignore lint/security/noGlobalEval: that indirect eval sees virtual time too is what is shown
const indirect = globalThis.eval;
say(new Function('return new Date().getTime()')(), indirect('Math.random()'));
say(new WeakRef({ a: 1 }).deref(), Number(setTimeout(() => {}, 1)));
say(fs.readdirSync(__dirname).includes('determinism-program.cjs'), fs.statSync(__filename).mtimeMs);
http
  .createServer((request, response) => response.end(request.headers.date ?? 'none'))
  .listen(80, async () => {
    for (let round = 0; round < 5; round++) {
      const response = await fetch('http://localhost/', { headers: { date: new Date().toUTCString() } });
      say(round, await response.text(), response.headers.get('date'), Date.now());
      await fs.promises.appendFile('/tmp/log', `${round}\n`);
    }
    say(fs.readFileSync('/tmp/log', 'utf8').length);
    process.exit(0);
  });
