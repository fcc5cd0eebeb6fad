import { fileURLToPath } from 'node:url';
import { defineCluster } from '../../sim/cluster/define-cluster.ts';
import type { RunResult } from '../../sim/run/result.ts';
import { simulate } from '../../sim/run/run.ts';
import type { Scenario } from '../../sim/scenario/scenario.ts';
import { calmed, drawScenario } from '../../sim/scenario/swarm.ts';
import type { System } from '../../sim/scenario/system.ts';

const file = (name: string): string => fileURLToPath(new URL(`./${name}`, import.meta.url));

const HOUR_US = 3_600_000_000;
const TOKENS = 100;
const NODES = 5;

/** Nodes that run a workload, and a client that waits for its end. */
function loadOf(program: string, deliveries: number): System {
  return defineCluster({
    name: `bench-${program}`,
    nodes: {
      entry: file(`${program}.cjs`),
      count: NODES,
      env: ({ name, nodes }) => ({
        NODE: name,
        NODES: nodes.join(','),
        DELIVERIES: String(deliveries),
        TOKENS: String(TOKENS),
      }),
    },
    client: async (_: string, { nodes }) => {
      const [first] = nodes;
      return (await fetch(`http://${first}:8080/`)).text();
    },
    operation: () => 'wait',
    timeoutMs: HOUR_US / 1_000,
  });
}

/** A run without faults, of one operation. */
function calm(system: System): Scenario {
  const scenario = calmed(drawScenario('bench', system));
  const { network } = scenario;
  return {
    ...scenario,
    replicas: NODES,
    clients: 1,
    operations: 1,
    safetyUs: HOUR_US,
    livenessUs: HOUR_US,
    stepsMax: 50_000_000,
    network: { ...network, delayMinUs: 100, delayMeanUs: 400 },
  };
}

/** One whole run of a workload, in the engine that users run. */
export function measured(program: string, deliveries: number): RunResult {
  const system = loadOf(program, deliveries);
  const result = simulate(system, calm(system), { checked: false });
  const { verdict, reason, violation } = result;
  if (verdict !== 'pass')
    throw new Error(`${program} ended with ${verdict}: ${reason ?? violation?.title ?? ''}`);
  return result;
}

/** Steps per second of CPU time of a workload. */
export function stepsPerSecond(program: string, deliveries: number): number {
  const before = process.cpuUsage();
  const { steps } = measured(program, deliveries);
  const { user, system: kernel } = process.cpuUsage(before);
  return steps / ((user + kernel) / 1e6);
}
