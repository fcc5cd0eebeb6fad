import type { Weaker } from '../../../invariants/linearizability/weaker.ts';
import { commandLine } from '../../text/command-line.ts';
import { text } from '../../text/layout.ts';
import type { Paint } from '../../text/paint.ts';
import { count, several } from '../../words/units.ts';
import { escapedControls } from './escaped.ts';
import type { Basis, Judgement } from './judgement.ts';

/** One verdict for a person; a single line for a linearizable history among others. `page`: where the history was drawn. */
export function judgementLines(
  raw: Judgement,
  among: boolean,
  paint: Paint,
  page: string | undefined,
): string {
  const judgement = escapedControls(raw);
  const { file, model, format, processes, line, clash, weaker, basis, title, facts, operations, partitions } =
    judgement;
  const parts =
    partitions === undefined ? '' : ` · ${partitions} ${partitions === 1 ? 'partition' : 'partitions'}`;
  const clients = `${processes} ${processes === 1 ? 'process' : 'processes'}`;
  const counts = paint.faint(
    `${several(operations, 'operation')} · ${clients}${parts} · ${model} · ${format}`,
  );
  const name = among ? `${file}  ` : '';
  const drawn = page === undefined ? [] : [`  written   ${page}`];
  switch (judgement.verdict) {
    case 'linearizable':
    case 'valid':
      return text([
        `${paint.good(`✓ ${title}`)}  ${name}${counts}`,
        ...countLines(judgement),
        ...basisLines(basis, operations),
        ...drawn,
      ]);
    case 'nothing-judged':
      return text([
        `${paint.warning('? nothing was judged')}  ${name}${counts}`,
        ...basisLines(basis, operations),
        ...drawn,
      ]);
    case 'unknown':
      return text([
        `${paint.warning(`? ${title}`)}  ${name}${counts}`,
        ...facts.map((fact) => `  ${fact}`),
        ...drawn,
        ...(partitions === undefined ? [] : [next(['--budget', '1000000000'], judgement, paint)]),
      ]);
    case 'not-linearizable':
    case 'invalid':
      return text([
        `${paint.bad(`✗ ${title}`)}  ${file}:${line}  ${counts}`,
        ...facts.map((fact, i) => (i === 0 ? `  ${fact}` : `    ${fact}`)),
        ...clash.map(
          ({ words, called, returned }) =>
            `    ${words}  ${paint.faint(`called in line ${called}${returned === undefined ? ', not returned' : `, returned in line ${returned}`}`)}`,
        ),
        ...countLines(judgement),
        ...(weaker === undefined ? [] : [weakerLine(weaker)]),
        ...drawn,
        ...(partitions === undefined || page !== undefined
          ? []
          : [next(['--html', 'history.html'], judgement, paint)]),
      ]);
  }
}

function weakerLine({ sequential, monotonicReads, staleBy }: Weaker): string {
  const monotonic =
    monotonicReads === undefined ? '' : ` · monotonic reads: ${monotonicReads ? 'yes' : 'no'}`;
  const stale = staleBy === undefined ? '' : ` · ${staleText(staleBy)}`;
  return `  weaker    sequentially consistent: ${sequential}${monotonic}${stale}`;
}

function staleText(writes: number): string {
  if (writes === 0) return 'not stale: no write has replaced what it saw';
  return `stale by ${writes} ${writes === 1 ? 'write' : 'writes'}`;
}

function countLines({ counts }: Judgement): string[] {
  const shown = Object.entries(counts).map(([name, amount]) => `${name} ${count(amount)}`);
  return shown.length === 0 ? [] : [`  counted   ${shown.join(' · ')}`];
}

/** What the verdict rests on, where that is not every operation. */
function basisLines({ returned, failed, unknown, untold }: Basis, operations: number): string[] {
  const rest = [
    ...(failed === 0 ? [] : [`${count(failed)} failed without effect`]),
    ...(unknown === 0 ? [] : [`the outcome of ${count(unknown)} is unknown`]),
    ...(untold === 0 ? [] : [`${count(untold)} do not say what they returned`]),
  ];
  if (rest.length === 0) return [];
  const all = count(operations);
  return [`  rests on  ${count(returned)} of ${all} operations that returned; ${rest.join(', ')}`];
}

const next = (options: readonly string[], { file }: Judgement, paint: Paint): string =>
  `  next      ${paint.command(commandLine('linearizable', file === 'standard input' ? '-' : file, options))}`;

/** The same for machines. */
export function judgementJson(judgement: Judgement): object {
  const {
    file,
    format,
    model,
    verdict,
    operations,
    processes,
    partitions,
    basis,
    line,
    facts,
    clash,
    weaker,
  } = judgement;
  const isBad = verdict === 'not-linearizable' || verdict === 'invalid';
  return {
    ...{ file, format, model, verdict, operations, processes, partitions: partitions ?? null, basis },
    line: line ?? null,
    title: judgement.title,
    reason: isBad ? (facts[0] ?? null) : null,
    facts,
    counts: judgement.counts,
    clash,
    weaker: weaker ?? null,
  };
}

/** A file that could not be judged, for machines. */
export const refusalJson = (file: string, why: string): object => ({ file, verdict: 'refused', reason: why });
