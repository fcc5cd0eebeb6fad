import { TestWorld } from './world.ts';

/** Runs a program alone and prints the hash of its run, for comparison between processes. */
const [, , entry, seed] = process.argv;
const world = new TestWorld(Number(seed), [{ name: 'a', program: { entry: entry ?? '' } }]);
world.run(60_000_000).then(() => {
  process.stdout.write(`${world.hash}\n`);
});
