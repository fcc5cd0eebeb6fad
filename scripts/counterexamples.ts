import { converted, ROWS } from './counterexamples-of.ts';

// Ten counterexamples of each of ten mutants, and how many of them the simulator repeats: `tsx scripts/counterexamples.ts [ID ...]`.

const EACH = 10;
const wanted = process.argv.slice(2);
let all = 0;
let alike = 0;
for (const row of ROWS) {
  if (wanted.length > 0 && !wanted.includes(row.mutant)) continue;
  const own = await converted(row, EACH, { statesMax: 60_000, walksMax: 3_000 });
  const failed = own.filter(({ failure }) => failure !== undefined);
  all += own.length;
  alike += own.length - failed.length;
  const properties = [...new Set(own.map(({ property }) => property))].join(', ');
  const steps = own.map((each) => each.steps);
  process.stdout.write(
    `${row.mutant}: ${own.length - failed.length} of ${own.length} alike; ${properties}; ${Math.min(...steps)} to ${Math.max(...steps)} steps\n`,
  );
  for (const { failure, property, source, steps: length } of failed)
    process.stdout.write(`  ${property}, ${length} steps, ${source}: ${failure}\n`);
}
process.stdout.write(`${alike} of ${all} break the same property in the simulator\n`);
