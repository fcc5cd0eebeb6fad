import { commandLine } from '../../text/command-line.ts';
import { text } from '../../text/layout.ts';
import type { Paint } from '../../text/paint.ts';
import type { Judgement } from './run.ts';

/** One verdict for a person; a single line for a linearizable history among others. */
export function judgementLines(judgement: Judgement, among: boolean, paint: Paint): string {
  const { file, check, model, format, processes, line, clash, weaker } = judgement;
  const { verdict, operations, partitions } = check;
  const counts = `${operations.toLocaleString('en')} operations · ${processes} processes · ${partitions} ${partitions === 1 ? 'partition' : 'partitions'} · ${model} · ${format}`;
  switch (verdict.type) {
    case 'linearizable':
      return text([`${paint.good('✓ linearizable')}  ${among ? `${file}  ` : ''}${paint.faint(counts)}`]);
    case 'unknown':
      return text([
        `${paint.warning('? unknown')}  ${among ? `${file}  ` : ''}${paint.faint(counts)}`,
        `  too many orders to try within the budget, in ${verdict.partitions.length} of them: ${verdict.partitions.slice(0, 5).join(', ')}`,
        next(['--budget', '100000000'], judgement, paint),
      ]);
    case 'not-linearizable':
      return text([
        `${paint.bad(`✗ ${verdict.explanation.title}`)}  ${file}:${line}  ${paint.faint(counts)}`,
        `  ${verdict.explanation.facts[0] ?? ''}`,
        ...clash.map(
          ({ words, called, returned }) =>
            `    ${words}  ${paint.faint(`called in line ${called}${returned === undefined ? ', not returned' : `, returned in line ${returned}`}`)}`,
        ),
        ...(weaker === undefined
          ? []
          : [
              `  weaker    sequentially consistent: ${weaker.sequential}${
                weaker.monotonicReads === undefined
                  ? ''
                  : ` · monotonic reads: ${weaker.monotonicReads ? 'yes' : 'no'}`
              }${weaker.staleBy === undefined ? '' : ` · stale by ${weaker.staleBy} ${weaker.staleBy === 1 ? 'write' : 'writes'}`}`,
            ]),
        next(['--html', 'history.html'], judgement, paint),
      ]);
  }
}

const next = (options: readonly string[], { file }: Judgement, paint: Paint): string =>
  `  next      ${paint.command(commandLine('linearizable', file === 'standard input' ? '-' : file, options))}`;

/** The same for machines. */
export function judgementJson(judgement: Judgement): object {
  const { file, format, model, check, processes, line, clash, weaker } = judgement;
  const { verdict, operations, partitions } = check;
  return {
    file,
    format,
    model,
    verdict: verdict.type,
    operations,
    processes,
    partitions,
    line: line ?? null,
    reason: verdict.type === 'not-linearizable' ? (verdict.explanation.facts[0] ?? null) : null,
    clash,
    weaker: weaker ?? null,
  };
}
