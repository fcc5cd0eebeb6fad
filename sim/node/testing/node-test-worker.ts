import { bounded } from '../../run/bounded.ts';
import { TestWorld } from './world.ts';

/** Runs Node's test files in the tank, one world each, and prints one line of JSON per file. */
const [, , root = '', ...files] = process.argv;
const LIMIT_MS = 30_000;
const print = process.stdout.write.bind(process.stdout);

for (const file of files) {
  const world = new TestWorld(1, [
    { name: 'test', program: { entry: file, root, env: { NODE_TEST_DIR: '/tmp' } } },
  ]);
  let words = '';
  try {
    await world.run(
      300_000_000,
      () => false,
      (run) => bounded(run, LIMIT_MS),
    );
  } catch (error) {
    words = String(error);
  }
  const exit = world.seen.findLast(({ observation }) => observation.kind === 'exit')?.observation;
  const passed = exit?.kind === 'exit' && exit.code === 0;
  const errors = world.seen.flatMap(({ observation }) =>
    observation.kind === 'line' && observation.stream === 'stderr' ? [observation.text] : [],
  );
  if (!passed && words === '') words = errors.slice(0, 12).join(' | ') || 'no end';
  print(`${JSON.stringify({ file, passed, words: words.slice(0, 700) })}\n`);
  if (words.includes('the time is over')) process.exit(1);
  world.dispose();
}
process.exit(0);
