import { inOwnTurn, type System, simulate } from 'wavetank';

/** Prints the hash of each run: `print-hashes WARM FIRST LAST CLUSTER ...`; so many other seeds of each cluster run before. */
const [, , warm = '0', first = '1', last = '1', ...files] = process.argv;
const hashOf = (system: System, seed: number): Promise<string> =>
  inOwnTurn(() => simulate(system, { seed, checkDeterminism: false }).hash);

const systems: System[] = [];
for (const file of files) systems.push(((await import(file)) as { default: System }).default);
for (const system of systems) for (let i = 0; i < Number(warm); i++) await hashOf(system, 1_000_000 + i);
for (let seed = Number(first); seed <= Number(last); seed++)
  for (const system of systems)
    process.stdout.write(`${system.name} ${seed} ${await hashOf(system, seed)}\n`);
