import { main } from '../sim/cli/program.ts';
import { FakeIo } from '../sim/cli/testing/fake-io.ts';
import { mutantNamed } from '../sim/mutants/catalogue-of.ts';
import { defaultSystem, systems } from '../sim/systems/index.ts';
import { FOUND_ROWS, type FoundRow } from './check-mutants-rows.ts';

// Which known bugs the checker finds: `npm run check:mutants [-- ID ...]`. Each row runs once more without the bug, as far
// as the search with it got: what the sound code breaks there as well would be no finding.

interface Told {
  readonly verdict: string;
  readonly unique?: number;
  readonly walks?: number;
  readonly cpu_seconds: number;
  readonly properties: readonly {
    readonly name: string;
    readonly verdict: string;
    readonly path_length: number | null;
  }[];
}

async function check(words: readonly string[]): Promise<Told> {
  const io = new FakeIo();
  await main(['check', ...words, '--json'], io, { systems, defaultSystem });
  if (io.stdout === '') throw new Error(`check ${words.join(' ')}: ${io.stderr}`);
  return JSON.parse(io.stdout) as Told; // the form that docs/check.md describes
}

async function line({ mutant, simulatorSeconds, words }: FoundRow): Promise<string> {
  const own = words.split(' ');
  const told = await check([...own, '--mutant', mutant]);
  const broken = told.properties.find(({ verdict }) => verdict === 'violated');
  const isWalk = own.includes('--walks');
  const isBeam = own.includes('--beam');
  const sound = await check([...own, ...(isWalk ? [] : ['--states', `${told.unique ?? 1}`])]);
  const isSilent = sound.verdict !== 'violation';
  const amount = isWalk ? `${told.walks} walks` : (told.unique ?? 0).toLocaleString('en-US');
  const found = broken === undefined ? 'not found' : broken.name;
  const steps = broken === undefined ? '' : `${broken.path_length}${isWalk || isBeam ? '' : ' (shortest)'}`;
  return `| ${mutant} ${mutantNamed(mutant, undefined).name} | \`${words}\` | ${found}${isSilent ? '' : ' (without the bug too)'} | ${steps} | ${amount} | ${told.cpu_seconds.toFixed(2)} s | ${simulatorSeconds} s |`;
}

const wanted = process.argv.slice(2);
process.stdout.write(
  '| Mutant | Configuration | Found by | Steps | States | CPU | Simulator |\n|---|---|---|---|---|---|---|\n',
);
for (const row of FOUND_ROWS) {
  if (wanted.length > 0 && !wanted.includes(row.mutant)) continue;
  process.stdout.write(`${await line(row)}\n`);
}
