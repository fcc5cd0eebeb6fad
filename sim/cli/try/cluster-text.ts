import type { Route } from './routes.ts';

/** The first line of a file that may be written over. */
export const MARK = '// Made by `wavetank try`, which writes it over: without this line it does not.';

/** Cluster described by a command line. */
export interface TriedCluster {
  readonly name: string;
  /** Path relative to the file. */
  readonly entry: string;
  readonly nodes: number;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  readonly routes: readonly Route[];
}

const quoted = (value: unknown): string => JSON.stringify(value);

/** A cluster file: a key-value store behind these requests. */
export function clusterText({ name, entry, nodes, port, env, routes }: TriedCluster): string {
  const url = entry.startsWith('.') ? entry : `./${entry}`;
  return `${MARK}
import { defineCluster } from 'wavetank';
import { kv } from 'wavetank/invariants';

const PORT = ${port};
const ROUTES = ${quoted(routes)};
const TIMEOUT_MS = 5_000;

/** What a server answers to a GET: the text, the text in JSON, or the \`value\` of an object. */
function valueOf(text) {
  try {
    const json = JSON.parse(text);
    if (typeof json === 'object' && json !== null && 'value' in json) return json.value === null ? null : String(json.value);
    return json === null ? null : String(json);
  } catch {
    return text;
  }
}

/** Does one operation at some node. What it throws leaves open whether the operation happened. */
async function client(operation, { nodes }) {
  const routes = ROUTES.filter(({ kind }) => kind === operation.kind);
  const { method, path } = routes[Math.floor(Math.random() * routes.length)];
  const node = nodes[Math.floor(Math.random() * nodes.length)];
  const filled = path.replaceAll('{key}', operation.key).replaceAll('{value}', operation.value ?? '');
  const body = operation.kind === 'write' && !path.includes('{value}') ? { body: operation.value } : {};
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(\`http://\${node}:\${PORT}\${filled}\`, { method, signal, ...body });
  const text = await response.text();
  if (operation.kind === 'read' && response.status === 404) return { kind: 'read', value: null };
  if (!response.ok) throw new Error(\`\${node} answered \${response.status}: \${text.slice(0, 100)}\`);
  return operation.kind === 'read' ? { kind: 'read', value: valueOf(text) } : { kind: 'write' };
}

export default defineCluster({
  name: ${quoted(name)},
  nodes: {
    entry: new URL(${quoted(url)}, import.meta.url),
    count: ${nodes},
    env: ({ name, nodes }) => ({ NODE: name, NODES: nodes.join(','), PORT: String(PORT), ...${quoted(env)} }),
  },
  client,
  operation(draw, client, index) {
    const key = \`k\${draw.below(2)}\`;
    return draw.below(2) === 0 ? { kind: 'read', key } : { kind: 'write', key, value: \`\${client}-\${index}\` };
  },
  model: kv,
  without: ['disk-damage'],
  describeOperation: ({ kind, key, value }) => {
    const { method, path } = ROUTES.find((route) => route.kind === kind);
    return \`\${method} \${path.replaceAll('{key}', key).replaceAll('{value}', value ?? '')}\${kind === 'write' && !path.includes('{value}') ? \` \${value}\` : ''}\`;
  },
  describeResult: (result) => (result.kind === 'read' ? (result.value ?? 'nothing') : 'written'),
});
`;
}
