/** A known bug, and a configuration in which the checker finds it. */
export interface FoundRow {
  readonly mutant: string;
  /** Options of `check`. */
  readonly words: string;
  /** Median seconds of the simulator per trial, as docs/mutants.md has them at b0297e5. */
  readonly simulatorSeconds: number;
}

const abd = (mutant: string, simulatorSeconds: number, words = ''): FoundRow => ({
  mutant,
  simulatorSeconds,
  words: `--system abd ${words}`.trim(),
});
const vsr = (mutant: string, simulatorSeconds: number, words: string): FoundRow => ({
  mutant,
  simulatorSeconds,
  words: `--system vsr ${words}`,
});
const READS = '--clients 2 --set settings.reads=quorum --set settings.readers=1';

export const FOUND_ROWS: readonly FoundRow[] = [
  abd('A01', 0.07),
  abd('A02', 0.04),
  abd('A03', 0.01),
  abd('A04', 0.03, '--replicas 2 --clients 3'),
  abd('A06', 0.07, '--crash 1 --timer give-up=1'),
  vsr('C01', 0.08, '--clients 1 --operations 2 --timer retry=1'),
  vsr('C02', 0.02, '--clients 1 --timer view=1'),
  vsr('C03', 0.07, '--clients 1 --operations 2 --timer retry=1'),
  vsr('C04', 0.46, '--clients 1 --timer view=1'),
  vsr('C05', 0.98, '--clients 3 --timer heartbeat=1 --set settings.sessionsMax=2 --beam 3000'),
  vsr('C06', 2.2, '--clients 1 --operations 2 --timer give-up=1 --set settings.giveUpUs=1000'),
  vsr('V01', 0.04, '--clients 1 --timer view=1'),
  vsr('V02', 0.04, '--clients 1 --timer view=1'),
  vsr('V03', 0.09, '--replicas 5 --clients 1 --duplicate 1'),
  vsr('V04', 0.04, '--clients 1 --timer view=1'),
  vsr('V06', 2.98, '--clients 1 --timer view=1 --timer retry=1 --beam 5000'),
  vsr('V07', 0.42, '--clients 1 --timer view=1 --timer retry=1 --beam 5000'),
  vsr('V08', 1.01, '--clients 1 --timer view=1'),
  vsr('V09', 0.01, '--replicas 5 --clients 1'),
  vsr(
    'V10',
    0,
    '--operations 2 --crash 1 --duplicate 2 --tear --timer view=2 --timer retry=2 --timer resend=2 --walks 100',
  ),
  vsr('V11', 0, '--clients 1 --timer view=1'),
  vsr('V15b', 31, `${READS} --timer view=1 --timer retry=1 --beam 12000`),
  vsr('V16', 0.29, `${READS} --timer retry=1`),
  vsr('V19', 0.21, '--clients 1 --timer view=1'),
  vsr('V21', 0.05, '--clients 1 --timer view=1'),
  vsr('V23', 0.67, '--clients 1 --timer view=1'),
  vsr('V24', 0.29, '--clients 1 --timer view=2'),
  vsr('V25', 0.64, '--clients 1 --duplicate 1 --timer view=1 --timer retry=1 --beam 3000'),
  vsr('V26', 0.09, '--clients 1 --timer view=2'),
  vsr('V27', 0.09, '--clients 1 --timer view=1'),
  vsr('V28', 0.07, '--clients 1 --timer view=2'),
  vsr('V29', 0.5, '--clients 1 --timer view=1 --timer retry=1 --beam 3000'),
  vsr('V30', 123, '--clients 2 --timer view=1 --timer resend=1 --beam 8000'),
  vsr('V38', 0, '--clients 2'),
  { mutant: 'V46', simulatorSeconds: 0.08, words: '--system vsr-memory --clients 1 --crash 1' },
  vsr('D03', 0.41, '--clients 1 --crash 1 --timer view=1'),
];
