import { Command, CommanderError } from 'commander';
import { wavetankVersion } from '../files/repository.ts';
import { BadInput } from '../input/bad-input.ts';
import { isNondeterminismError } from '../kernel/nondeterminism-error.ts';
import type { Registry } from '../systems/registry.ts';
import { commandLine } from '../text/command-line.ts';
import { text } from '../text/layout.ts';
import { leakLines } from '../text/outside-call-lines.ts';
import { escapedText } from './linearizable/escaped.ts';
import { ExitCode } from './shared/exit-codes.ts';
import type { Io } from './shared/io.ts';

/** Dependencies of a command. Systems are slow to load, so only commands that need them do so. */
interface Surroundings {
  readonly systems: () => Promise<Registry>;
  readonly io: Io;
  readonly done: (code: ExitCode) => void;
}

/** Commands, loaded on demand or when all are listed. */
const COMMANDS: Readonly<Record<string, (surroundings: Surroundings) => Promise<Command>>> = {
  async sim({ systems, io, done }) {
    const { simCommand } = await import('./sim/command.ts');
    return simCommand(await systems(), io, done);
  },
  async check({ systems, io, done }) {
    const { checkCommand } = await import('./check/command.ts');
    return checkCommand(await systems(), io, done);
  },
  async try({ systems, io, done }) {
    const { tryCommand } = await import('./try/command.ts');
    return tryCommand(systems, io, done);
  },
  async explore({ systems, io, done }) {
    const { exploreCommand } = await import('./explore/command.ts');
    return exploreCommand(await systems(), io, done);
  },
  async fuzz({ systems, io, done }) {
    const { fuzzCommand } = await import('./fuzz/command.ts');
    return fuzzCommand(await systems(), io, done);
  },
  async mutants({ systems, io, done }) {
    const { mutantsCommand } = await import('./mutants/command.ts');
    return mutantsCommand(await systems(), io, done);
  },
  async shrink({ systems, io, done }) {
    const { shrinkCommand } = await import('./shrink/command.ts');
    return shrinkCommand(await systems(), io, done);
  },
  async replay({ systems, io, done }) {
    const { replayCommand } = await import('./replay/command.ts');
    return replayCommand(await systems(), io, done);
  },
  async report({ systems, io, done }) {
    const { reportCommand } = await import('./report/command.ts');
    return reportCommand(await systems(), io, done);
  },
  async bisect({ io, done }) {
    const { bisectCommand } = await import('./bisect/command.ts');
    return bisectCommand(io, done);
  },
  async fleet({ systems, io, done }) {
    const { fleetCommand } = await import('./fleet/command.ts');
    return fleetCommand(systems, io, done);
  },
  async web({ systems, io, done }) {
    const { webCommand } = await import('./web/command.ts');
    return webCommand(await systems(), io, done);
  },
  async store({ io, done }) {
    const { storeCommand } = await import('./store/command.ts');
    return storeCommand(io, done);
  },
  async seeds({ systems, io, done }) {
    const { seedsCommand } = await import('./seeds/command.ts');
    return seedsCommand(await systems(), io, done);
  },
  async completion({ io, done }) {
    const { completionCommand } = await import('./completion/command.ts');
    return completionCommand(io, done, async () => {
      const names = Object.entries(COMMANDS).filter(([name]) => name !== 'completion');
      const quiet = { systems: async () => ({ systems: new Map(), defaultSystem: '' }), io, done };
      return Promise.all(names.map(([, make]) => make(quiet)));
    });
  },
  async linearizable({ io, done }) {
    const { linearizableCommand } = await import('./linearizable/command.ts');
    return linearizableCommand(io, done);
  },
  async serve({ systems, io, done }) {
    const { serveCommand } = await import('./serve/command.ts');
    return serveCommand(await systems(), io, done);
  },
  async cluster({ systems, io, done }) {
    const { clusterCommand } = await import('./cluster/command.ts');
    return clusterCommand(await systems(), io, done);
  },
  async client({ systems, io, done }) {
    const { clientCommand } = await import('./client/command.ts');
    return clientCommand(await systems(), io, done);
  },
  async chaos({ systems, io, done }) {
    const { chaosCommand } = await import('./chaos/command.ts');
    return chaosCommand(await systems(), io, done);
  },
  async register({ systems, io, done }) {
    const { registerCommand } = await import('./register/command.ts');
    return registerCommand(await systems(), io, done);
  },
};

/** Commands whose options the config file may set. */
const CONFIGURED = new Set(['sim', 'fuzz', 'shrink', 'report']);

/** Arguments handled before command lookup. */
const VERSION = new Set(['--version', '-V', 'version']);
/** Loads all commands, for documentation and completion. */
export const allCommands = (io: Io, registry: Registry): Promise<readonly Command[]> =>
  Promise.all(
    Object.values(COMMANDS).map((make) => make({ systems: async () => registry, io, done: () => {} })),
  );

/** Runs the command given by the arguments; returns the exit code and never throws. */
export async function main(
  words: readonly string[],
  io: Io,
  registry: Registry | (() => Promise<Registry>),
): Promise<ExitCode> {
  let code: ExitCode = ExitCode.clean;
  const surroundings: Surroundings = {
    systems: async () => (typeof registry === 'function' ? registry() : registry),
    io,
    done: (result) => {
      code = result;
    },
  };
  if (VERSION.has(words[0] ?? '')) {
    io.out(`${wavetankVersion()}\n`);
    return ExitCode.clean;
  }
  try {
    const program = new Command('wavetank').description(
      'deterministic simulation testing: one seed makes the whole storm',
    );
    program.addHelpText('after', '\n  --version says which version this is, and nothing else');
    const called = COMMANDS[words[0] ?? ''];
    for (const make of called === undefined ? Object.values(COMMANDS) : [called])
      program.addCommand(await make(surroundings));
    quietly(program, io);
    if (CONFIGURED.has(words[0] ?? '')) {
      const { configure } = await import('./shared/config.ts');
      program.hook('preAction', (_, action) => configure(action));
    }
    await program.parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    return refused(error, io);
  }
}

/** Makes commander report through exceptions only; it prints nothing itself except help. */
function quietly(program: Command, io: Io): void {
  for (const command of withBelow(program)) {
    command.exitOverride().configureOutput({
      writeOut: (text) => io.out(text),
      writeErr: () => {},
    });
  }
}

const withBelow = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(withBelow)];

function refused(error: unknown, io: Io): ExitCode {
  if (error instanceof BadInput) {
    io.err(`${escapedLines(error.message)}\n`);
    return ExitCode.badInput;
  }
  if (isNondeterminismError(error)) {
    io.out(text(leakLines(error, io.paint)));
    return ExitCode.nondeterminism;
  }
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return ExitCode.clean; // help was requested
    io.err(`${escapedText(sentence(error))}\n`);
    return ExitCode.badInput;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.err(
    `the harness itself failed; this is a bug in it, not in the system under test\n${escapedLines(stack)}\n`,
  );
  return ExitCode.harness;
}

/** Names of files, and errors of others' code, may hold anything: a terminal would obey it. */
const escapedLines = (lines: string): string => lines.split('\n').map(escapedText).join('\n');

/** Commander's message on one line, with its suggestion if any. */
function sentence(error: CommanderError): string {
  if (error.code === 'commander.help') return `a command is needed, such as: ${commandLine('sim', '42', [])}`;
  return error.message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
}
