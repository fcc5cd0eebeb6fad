/** All of a network that changes. One element per directed link, from * processes + to. */
export interface NetworkState {
  calm: boolean;
  sent: Int32Array;
  cuts: Int32Array;
  inFlight: Int32Array;
  clogUntilUs: Float64Array;
  lastArrivalUs: Float64Array;
  /** Faults strike links with so many per cent of their rate. */
  weightPercent: Int32Array;
}

export function newNetworkState(processes: number): NetworkState {
  const links = processes * processes;
  return {
    calm: false,
    sent: new Int32Array(links),
    cuts: new Int32Array(links),
    inFlight: new Int32Array(links),
    clogUntilUs: new Float64Array(links),
    lastArrivalUs: new Float64Array(links),
    weightPercent: new Int32Array(links).fill(100),
  };
}
