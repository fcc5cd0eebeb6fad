/** Injectors in the order of their codes, as the environment numbers them. */
const INJECTORS = ['partition', 'clog', 'crash', 'pause', 'clock jump', 'isolation'];
const CRASH = 2;
const CRASH_CODES = ['crash', 'restart', 'crash'];

/** A step that the environment took on its own: which class of faults fell due. Whether it struck is told by what follows. */
export function faultText(injector: number, code: number): string {
  const name = INJECTORS[injector] ?? `fault ${injector}`;
  switch (injector) {
    case CRASH:
      return `${CRASH_CODES[code % 4] ?? name} of process ${Math.floor(code / 4)} is due`;
    case 0:
      return code === 0 ? 'a partition is due' : 'the partition ends';
    case 1:
      return code === 0 ? 'a clog is due' : `process ${code - 1} is clogged`;
    case 3:
    case 4:
      return `${name} of process ${code} is due`;
    default:
      return `${name} #${code} ends`;
  }
}
