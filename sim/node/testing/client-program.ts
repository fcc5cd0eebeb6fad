/*
 * The program of a client in the tests' world: it calls an example's client function again and again, with operations
 * drawn from the incarnation's own dice, and prints what it calls and what comes back.
 */
interface Operation {
  readonly kind: 'read' | 'write';
  readonly key: string;
  readonly value: string;
}
type Client = (node: string, operation: Operation) => Promise<string | null>;

const [, , file, nodeNames, count, name] = process.argv;
const nodes = (nodeNames ?? '').split(',');
const { default: client } = (await import(file ?? '')) as { default: Client };
const pick = (below: number): number => Math.floor(Math.random() * below);

for (let at = 0; at < Number(count); at++) {
  await new Promise((resolve) => setTimeout(resolve, pick(60)));
  const id = `${name}-${at}`;
  const kind = pick(2) === 0 ? 'read' : 'write';
  const operation: Operation = { kind, key: `k${pick(2)}`, value: `v${id}` };
  console.log(JSON.stringify({ type: 'call', id, operation }));
  try {
    const value = await client(nodes[pick(nodes.length)] ?? '', operation);
    console.log(JSON.stringify({ type: 'ok', id, value }));
  } catch (error) {
    console.log(JSON.stringify({ type: 'unknown', id, reason: String(error) }));
  }
}
