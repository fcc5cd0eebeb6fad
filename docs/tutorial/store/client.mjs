/** One operation of one client, at any node. An exception means that nobody knows whether it took effect. */
export default async function client({ kind, key, value }, { nodes }) {
  const node = nodes[Math.floor(Math.random() * nodes.length)];
  const write = kind === 'write' ? { method: 'PUT', body: value } : {};
  const response = await fetch(`http://${node}:8080/kv/${key}`, {
    ...write,
    signal: AbortSignal.timeout(3000),
  });
  if (!response.ok) throw new Error(`${node}: ${await response.text()}`);
  const answer = await response.json();
  return kind === 'write' ? { kind } : { kind, value: answer.value };
}
