import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { LONG } from '../../testing/long.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const STEP = 40;
/** Line 9 stops by itself, line 15 by a breakpoint; comments and types move the lines of the compiled code. */
const SERVER = `import { createServer } from 'node:http';

interface Answer {
  readonly text: string;
}

// The compiled code has other lines.
const answer = (n: number): Answer => {
  debugger;
  return { text: \`answer \${n}\` };
};

let n = 0;
createServer((_, response) => {
  n++;
  response.end(answer(n).text);
}).listen(8080);
`;
const CLUSTER = `import { defineCluster } from 'wavetank';
export default defineCluster({
  name: 'debugged',
  nodes: { entry: new URL('./server.ts', import.meta.url), count: 1 },
  client: async (_, { nodes }) => (await fetch(\`http://\${nodes[0]}:8080/\`)).text(),
  operation: () => 'ask',
});
`;

let folder = '';
beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'break-')));
  writeFileSync(path.join(folder, 'server.ts'), SERVER);
  writeFileSync(path.join(folder, 'cluster.mjs'), CLUSTER);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Told {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** Where a debugger stops from the step of `--break` on: files and lines of the user's source. */
async function stops(after: number): Promise<readonly string[]> {
  const words = [
    'scripts/start.mjs',
    'sim',
    '1',
    '--system',
    path.join(folder, 'cluster.mjs'),
    '--break',
    String(STEP),
  ];
  const child = spawn(process.execPath, ['--inspect-brk=127.0.0.1:0', ...words], { cwd: ROOT });
  try {
    const socket = new WebSocket(await addressOf(child));
    await new Promise((resolve) => socket.once('open', resolve));
    return await debugged(socket, after);
  } finally {
    child.kill('SIGKILL');
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr?.on('data', (part) => {
      text += String(part);
      const [address] = /ws:\/\/\S+/.exec(text) ?? [];
      if (address !== undefined) resolve(address);
    });
    child.on('exit', () => reject(new Error(text)));
  });
}

function debugged(socket: WebSocket, after: number): Promise<readonly string[]> {
  let id = 0;
  const send = (method: string, params: object = {}) =>
    socket.send(JSON.stringify({ id: ++id, method, params }));
  const maps = new Map<string, SourceMap>();
  const found: string[] = [];
  return new Promise((resolve) => {
    socket.on('message', (data) => {
      const { method, params = {} } = JSON.parse(String(data)) as Told; // the inspector's protocol
      if (method === 'Debugger.scriptParsed') {
        const { scriptId, url, sourceMapURL } = params as {
          scriptId: string;
          url: string;
          sourceMapURL: string;
        };
        if (url !== pathToFileURL(path.join(folder, 'server.ts')).href) return;
        const json = Buffer.from(sourceMapURL.replace(/^.*base64,/, ''), 'base64').toString();
        const map = new SourceMap(JSON.parse(json) as ConstructorParameters<typeof SourceMap>[0]); // esbuild's
        maps.set(scriptId, map);
        for (let line = 0; line < 40; line++) {
          const entry = map.findEntry(line, 8);
          if (!('originalLine' in entry) || entry.originalLine !== 14) continue;
          send('Debugger.setBreakpoint', { location: { scriptId, lineNumber: line } });
          break;
        }
      }
      if (method !== 'Debugger.paused') return;
      const { callFrames } = params as {
        callFrames: {
          functionName: string;
          location: { scriptId: string; lineNumber: number; columnNumber: number };
        }[];
      };
      const [top] = callFrames;
      const { scriptId = '', lineNumber = 0, columnNumber = 0 } = top?.location ?? {};
      const entry = maps.get(scriptId)?.findEntry(lineNumber, columnNumber);
      if (entry !== undefined && 'originalLine' in entry) found.push(`server.ts:${entry.originalLine + 1}`);
      else if (top?.functionName === 'pause') found.push('the step');
      if (found.at(-1 - after) === 'the step') resolve(found.slice(-1 - after));
      else send('Debugger.resume');
    });
    send('Runtime.enable');
    send('Debugger.enable');
    send('Runtime.runIfWaitingForDebugger');
  });
}

describe('a debugger', () => {
  it("should stop at the step of --break and inside the user's own lines, again and again at the same", async () => {
    const first = await stops(2);
    expect(first).toEqual(['the step', 'server.ts:15', 'server.ts:9']);
    if (LONG) expect(await stops(2)).toEqual(first);
  });
});
