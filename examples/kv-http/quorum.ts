import { Agent, request } from 'node:http';
import type { Stamped } from './store.ts';

const agent = new Agent({ keepAlive: true });
const TIMEOUT_MS = 500;

/** Reads or writes the copy of one node. */
function call(node: string, method: 'GET' | 'PUT', key: string, body?: Stamped): Promise<Stamped> {
  return new Promise((resolve, reject) => {
    const path = `/copy/${encodeURIComponent(key)}`;
    const outgoing = request(
      { host: node, port: 8080, method, path, agent, timeout: TIMEOUT_MS },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part) => {
          text += part;
        });
        response.on('error', reject);
        response.on('end', () => {
          if (response.statusCode === 200) resolve(JSON.parse(text) as Stamped);
          else reject(new Error(`${node} answered ${response.statusCode}`));
        });
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error(`${node} does not answer`)));
    outgoing.on('error', reject);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Returns the first responses from a majority of the nodes; rejects if too many nodes fail. */
function majority(nodes: readonly string[], ask: (node: string) => Promise<Stamped>): Promise<Stamped[]> {
  const needed = Math.floor(nodes.length / 2) + 1;
  return new Promise((resolve, reject) => {
    const answers: Stamped[] = [];
    let failures = 0;
    for (const node of nodes) {
      ask(node).then(
        (answer) => {
          answers.push(answer);
          if (answers.length === needed) resolve(answers);
        },
        (error) => {
          if (++failures > nodes.length - needed) reject(error);
        },
      );
    }
  });
}

/** Returns the latest value known to a majority. */
export async function readMajority(nodes: readonly string[], key: string): Promise<Stamped> {
  const answers = await majority(nodes, (node) => call(node, 'GET', key));
  return answers.reduce((latest, answer) => (answer.stamp > latest.stamp ? answer : latest));
}

/** Returns once a majority has this value or a later one. */
export async function writeMajority(nodes: readonly string[], key: string, next: Stamped): Promise<void> {
  await majority(nodes, (node) => call(node, 'PUT', key, next));
}
