import { isTankPath, originalPlace } from '../load/source-maps.ts';
import { endlessPlace } from '../task/watch.ts';
import { TestWorld } from './world.ts';

/** Runs a program that never yields, in a separate process, and prints where it hangs. */
const [, , entry = ''] = process.argv;
const LIMIT_MS = 300;
const print = process.stdout.write.bind(process.stdout);
const leave = process.exit.bind(process);

const nodes = [{ name: 'a', program: { entry } }];
const world = new TestWorld(1, nodes);
await world.run(
  1_000_000,
  () => false,
  (run) => {
    const place = endlessPlace(run, LIMIT_MS, isTankPath);
    const { line } = place === undefined ? { line: 0 } : originalPlace(place.path, place.line, 1);
    print(`step ${world.steps}: ${place?.path}:${line} in ${place?.functionName}\n`);
    leave(0);
  },
);
