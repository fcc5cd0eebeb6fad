import { useCallback, useEffect, useState } from 'preact/hooks';
import type { PositionData, StatusData } from '../position-data.ts';
import { addressOf } from './address.ts';

const BUSY_MS = 300;
const IDLE_MS = 1000;

export interface Live {
  readonly status: StatusData;
  /** Whether the server has stopped answering. */
  readonly isLost: boolean;
  /** Begins a search for a state from here; an empty predicate ends the last one. */
  readonly find: (predicate: string) => void;
}

/** Polls the status while a search or the check is running. Reloads the page when the system has a new version. */
export function useStatus({ path, status: first }: PositionData): Live {
  const [status, setStatus] = useState(first);
  const [isLost, setLost] = useState(false);
  const isBusy = status.check.isRunning || status.find?.isRunning === true;
  const ask = useCallback(async (): Promise<void> => {
    try {
      const response = await fetch('?status');
      const now = (await response.json()) as StatusData; // our own server's
      setLost(false);
      setStatus(now);
      if (now.version !== first.version) location.replace(`${addressOf(path)}&since=${first.version}`);
    } catch {
      setLost(true);
    }
  }, [path, first.version]);
  useEffect(() => {
    if (!isBusy && !isLost && !status.isWatching) return undefined;
    const timer = setInterval(() => void (document.hidden || ask()), isBusy ? BUSY_MS : IDLE_MS);
    return () => clearInterval(timer);
  }, [ask, isBusy, isLost, status.isWatching]);
  const find = useCallback(
    (predicate: string): void => {
      const body = JSON.stringify({ predicate, path: path.join('.') });
      const headers = { 'content-type': 'application/json', 'x-wavetank': '1' };
      void fetch('?find', { method: 'POST', headers, body }).then(ask, () => setLost(true));
    },
    [ask, path],
  );
  return { status, isLost, find };
}
