// Shows the run that stands beside it in the page. Texts of the run only ever become text nodes or canvas text.
(() => {
  const ROW_PX = 18;
  const HEAD_PX = 26;
  const STEP_PX = 80;
  const HIDDEN_AT_FIRST = new Set(['durable', 'disk', 'timer', 'fault', 'observe']);

  const run = JSON.parse(byId('data').textContent);
  const { events, states, processes, replicas, breach, bands, causes, clash } = run;
  /** Lanes of many processes are narrow: the words beside them must be seen. */
  const LANE_PX = Math.max(28, Math.min(64, Math.floor(400 / processes.length)));
  /** Bands of several kinds lie beside each other in a lane. */
  const BAND_PX = { down: LANE_PX - 4, partition: LANE_PX - 4, pause: LANE_PX - 4, disk: 10 };
  const BAND_INSET = { down: 2, partition: 2, pause: 2, disk: LANE_PX - 20 };
  const diagram = byId('diagram');
  const canvas = byId('canvas');
  const pen = canvas.getContext('2d');
  const hidden = new Set(HIDDEN_AT_FIRST);
  /** Indices of the events that are shown; row of each event, or that of the next shown one. */
  let rows = [];
  const rowOf = new Int32Array(events.length);
  let selected = -1;
  let needle = '';

  /** What is known of names, by name. */
  const operationsOfRequest = new Map();
  const requestsOfEntry = new Map();
  const arrows = arrowsOf();
  const lanes = lanesOf();
  const operations = operationsOf();

  function byId(id) {
    return document.getElementById(id);
  }

  function element(name, text, className) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className !== undefined) made.className = className;
    return made;
  }

  /** Every sending with each of its arrivals or its loss. */
  function arrowsOf() {
    const sent = new Map();
    const found = [];
    events.forEach(({ kind, id, from, to }, i) => {
      if (kind === 'send') sent.set(id, i);
      else if ((kind === 'message' || kind === 'drop') && sent.has(id))
        found.push({ start: sent.get(id), end: i, from, to, lost: kind === 'drop' });
    });
    return found;
  }

  /** Where a lane is of another colour from: by view where states have one; null while the process is down. */
  function lanesOf() {
    const segments = processes.map(() => [{ step: 0, view: null, up: false }]);
    for (const { step, process, fields } of states) {
      const lane = segments[process];
      const last = lane[lane.length - 1];
      const view = fields === null ? null : (fields.view ?? last.view);
      const up = fields !== null;
      if (view !== last.view || up !== last.up) lane.push({ step, view, up });
    }
    return segments;
  }

  function operationsOf() {
    const byNumber = new Map();
    const open = new Map();
    events.forEach(({ kind, id, process, about }, i) => {
      if (kind === 'call') {
        byNumber.set(id, { id, process, call: i, end: -1 });
        open.set(process, byNumber.get(id));
      } else if (kind === 'return' && byNumber.has(id)) {
        byNumber.get(id).end = i;
        open.delete(process);
      } else if (kind === 'send' && open.has(process)) {
        for (const request of about?.requests ?? []) add(operationsOfRequest, request, open.get(process));
      }
      for (const request of about?.requests ?? [])
        if (about.entry) add(requestsOfEntry, about.entry, request);
    });
    return [...byNumber.values()];
  }

  function add(sets, key, value) {
    if (sets.has(key)) sets.get(key).add(value);
    else sets.set(key, new Set([value]));
  }

  /** Where the system says what its messages are about: the operations that an event belongs to. An entry may be that of several. */
  function operationsNamedBy({ about }) {
    const requests = about.requests.length > 0 ? about.requests : (requestsOfEntry.get(about.entry) ?? []);
    return [...new Set([...requests].flatMap((request) => [...(operationsOfRequest.get(request) ?? [])]))];
  }

  /** All of an operation up to its end; its entry is executed after that, too. */
  function isOf(operation, event) {
    const { kind, step } = event;
    if (kind !== 'message' && kind !== 'observe') return false;
    if (operationsOfRequest.size === 0) return operation.steps.has(step);
    if (event.about === undefined) return false;
    if (kind === 'message' && operation.end >= 0 && step > events[operation.end].step) return false;
    return operationsNamedBy(event).includes(operation);
  }

  /**
   * What an operation set going: the steps that its call scheduled, those that they did, and so on up to its return. Timers are
   * followed to the answer only: they go on for ever.
   */
  const CARRIES = new Set(['message', 'disk']);
  const followedMax = 500;
  let children;
  let stepKinds;

  function causeTables() {
    if (children !== undefined) return;
    children = new Map();
    stepKinds = new Map();
    for (const { step, kind } of events) if (CARRIES.has(kind)) stepKinds.set(step, kind);
    causes.forEach((cause, step) => {
      if (cause === 0 || !stepKinds.has(step)) return;
      if (children.has(cause)) children.get(cause).push(step);
      else children.set(cause, [step]);
    });
  }

  function stepsOf({ call, end, steps }) {
    if (steps !== undefined) return steps;
    causeTables();
    const until = end < 0 ? Number.POSITIVE_INFINITY : events[end].step;
    const from = events[call].step;
    const found = new Set([from]);
    // What was sent again by a timer is found from the answer back.
    for (let step = end < 0 ? 0 : until; step > from; step = causes[step]) found.add(step);
    for (const step of found) {
      if (found.size > followedMax) break;
      for (const child of children.get(step) ?? []) if (child <= until) found.add(child);
    }
    return found;
  }

  /** Messages, and what processes state of their logs, that belong to an operation. */
  const LINKS_WITH_OPERATIONS = new Set(['send', 'message', 'drop', 'observe', 'call', 'return']);

  function operationsAt(event) {
    const { step, kind, id, process, about } = event;
    if (kind === 'call' || kind === 'return')
      return operations.filter((operation) => operation.id === id && operation.process === process);
    if (!LINKS_WITH_OPERATIONS.has(kind)) return [];
    if (operationsOfRequest.size > 0) return about === undefined ? [] : operationsNamedBy(event);
    return operations.filter((operation) => {
      if (events[operation.call].step > step) return false;
      operation.steps = stepsOf(operation);
      return operation.steps.has(step);
    });
  }

  function filter() {
    rows = [];
    events.forEach(({ kind }, i) => {
      rowOf[i] = rows.length;
      if (!hidden.has(kind)) rows.push(i);
    });
    byId('height').style.height = `${Math.max(0, HEAD_PX + rows.length * ROW_PX - canvas.clientHeight)}px`;
    search();
  }

  function search() {
    const hits = needle === '' ? 0 : rows.filter((i) => matches(i)).length;
    byId('hits').textContent = needle === '' ? `${rows.length} events` : `${hits} found (Enter: next)`;
    draw();
  }

  const matches = (i) => needle !== '' && events[i].text.toLowerCase().includes(needle);
  const xOf = (process) => STEP_PX + LANE_PX / 2 + process * LANE_PX;

  /** light-dark() is no colour that a canvas knows, so that the browser is asked what it comes to. */
  function themed() {
    const probe = element('span');
    document.body.append(probe);
    const value = (name) => {
      probe.style.color = `var(${name})`;
      return getComputedStyle(probe).color;
    };
    const theme = {
      ink: value('--ink'),
      faint: value('--faint'),
      line: value('--line'),
      mark: value('--mark'),
      bad: value('--bad'),
      paper: value('--paper'),
      down: value('--down'),
      partition: value('--partition'),
      pause: value('--pause'),
      disk: value('--disk'),
    };
    probe.remove();
    return theme;
  }

  const laneColour = ({ view }) =>
    view === null ? 'hsl(215 12% 55%)' : `hsl(${(Number(view) * 67 + 210) % 360} 65% 50%)`;

  function draw() {
    const width = diagram.clientWidth;
    const height = diagram.clientHeight;
    const ratio = devicePixelRatio;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    canvas.style.height = `${height}px`;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.font = '12px ui-monospace, monospace';
    pen.textBaseline = 'middle';
    const theme = themed();
    const first = Math.max(0, Math.floor(diagram.scrollTop / ROW_PX) - 1);
    const last = Math.min(rows.length, first + Math.ceil(height / ROW_PX) + 3);
    const y = (row) => HEAD_PX + row * ROW_PX + ROW_PX / 2 - diagram.scrollTop;
    drawBands(theme, first, last, y);
    drawMarks(theme, first, last, y, width);
    drawLanes(first, last, y);
    drawArrows(theme, first, last, y);
    drawEvents(theme, first, last, y);
    drawHead(theme, width);
  }

  function drawMarks(theme, first, last, y, width) {
    for (let row = first; row < last; row++) {
      const i = rows[row];
      pen.fillStyle = theme.mark;
      if (i === selected || matches(i)) pen.fillRect(0, y(row) - ROW_PX / 2, width, ROW_PX);
      if (breach === null || events[i].step !== breach.step) continue;
      pen.fillStyle = theme.bad;
      pen.fillRect(0, y(row) - ROW_PX / 2, 4, ROW_PX);
    }
  }

  /** A cut link shades the lanes at both its ends; what is wrong with one process shades its lane. */
  function drawBands(theme, first, last, y) {
    const from = rows[first] === undefined ? 0 : events[rows[first]].step;
    const until = rows[last - 1] === undefined ? Number.POSITIVE_INFINITY : events[rows[last - 1]].step;
    for (const band of bands) {
      if (band.until < from || band.from > until) continue;
      const top = y(Math.max(first - 1, rowOfStep(band.from))) - ROW_PX / 2;
      const bottom = y(Math.min(last + 1, rowOfStep(band.until + 1))) - ROW_PX / 2;
      const height = Math.max(ROW_PX, bottom - top);
      pen.fillStyle = theme[band.kind];
      for (const process of processesOf(band))
        pen.fillRect(xOf(process) - LANE_PX / 2 + BAND_INSET[band.kind], top, BAND_PX[band.kind], height);
    }
  }

  function processesOf({ kind, process, text }) {
    if (kind === 'partition') return new Set(text.split(/[ >]/).map(Number));
    return process === null ? [] : [process];
  }

  /** The row at which a step begins. */
  function rowOfStep(step) {
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (events[rows[middle]].step < step) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function drawLanes(first, last, y) {
    lanes.forEach((segments, process) => {
      segments.forEach((segment, n) => {
        const from = rowOfStep(segment.step);
        const until = n + 1 < segments.length ? rowOfStep(segments[n + 1].step) : rows.length;
        if (until < first || from > last) return;
        pen.strokeStyle = laneColour(segment);
        pen.lineWidth = segment.up ? 3 : 1;
        pen.setLineDash(segment.up ? [] : [2, 5]);
        pen.beginPath();
        pen.moveTo(xOf(process), y(Math.max(from, first - 1)));
        pen.lineTo(xOf(process), y(Math.min(until, last + 1)));
        pen.stroke();
      });
    });
    pen.setLineDash([]);
  }

  function drawArrows(theme, first, last, y) {
    const chosen = selected < 0 ? 0 : events[selected].id;
    for (const { start, end, from, to, lost } of arrows) {
      const top = rowOf[start];
      const bottom = rowOf[end];
      if (bottom < first || top > last) continue;
      const strong = chosen !== 0 && events[start].id === chosen && linked(events[selected].kind);
      pen.strokeStyle = lost ? theme.bad : strong ? theme.ink : theme.faint;
      pen.fillStyle = pen.strokeStyle;
      pen.globalAlpha = strong || lost ? 1 : 0.55;
      pen.lineWidth = strong ? 2 : 1;
      pen.setLineDash(lost ? [4, 3] : []);
      const [x1, y1] = [xOf(from), y(top)];
      // A loss ends half way.
      const [x2, y2] = lost ? [(xOf(from) + xOf(to)) / 2, y(bottom)] : [xOf(to), y(bottom)];
      pen.beginPath();
      pen.moveTo(x1, y1);
      pen.lineTo(x2, y2);
      pen.stroke();
      pen.setLineDash([]);
      if (lost) pen.fillText('×', x2 - 4, y2);
      else head(x1, y1, x2, y2);
    }
    pen.globalAlpha = 1;
  }

  function head(x1, y1, x2, y2) {
    const angle = Math.atan2(y2 - y1, x2 - x1);
    pen.beginPath();
    pen.moveTo(x2, y2);
    pen.lineTo(x2 - 7 * Math.cos(angle - 0.4), y2 - 7 * Math.sin(angle - 0.4));
    pen.lineTo(x2 - 7 * Math.cos(angle + 0.4), y2 - 7 * Math.sin(angle + 0.4));
    pen.fill();
  }

  const linked = (kind) => kind === 'send' || kind === 'message' || kind === 'drop';

  function drawEvents(theme, first, last, y) {
    const textAt = xOf(processes.length - 1) + LANE_PX / 2;
    for (let row = first; row < last; row++) {
      const { step, kind, process, text } = events[rows[row]];
      const bad = breach !== null && step === breach.step;
      pen.fillStyle = theme.faint;
      pen.fillText(String(step), 10, y(row));
      if (process !== null) {
        pen.fillStyle = kind === 'crash' ? theme.bad : theme.ink;
        pen.beginPath();
        pen.arc(xOf(process), y(row), kind === 'crash' ? 6 : 4, 0, 7);
        pen.fill();
      }
      pen.fillStyle = bad || kind === 'crash' || kind === 'drop' ? theme.bad : theme.ink;
      pen.fillText(text, textAt, y(row));
    }
  }

  function drawHead(theme, width) {
    pen.fillStyle = theme.paper;
    pen.fillRect(0, 0, width, HEAD_PX);
    pen.fillStyle = theme.ink;
    pen.textAlign = 'center';
    processes.forEach((_, process) => {
      pen.fillText(`${process < replicas ? 'r' : 'c'}${process}`, xOf(process), HEAD_PX / 2);
    });
    pen.textAlign = 'left';
    pen.fillText('step', 10, HEAD_PX / 2);
  }

  function select(index) {
    if (index < 0 || index >= events.length) return;
    if (hidden.has(events[index].kind)) {
      hidden.delete(events[index].kind);
      kindBoxes();
      filter();
    }
    selected = index;
    const top = rowOf[index] * ROW_PX;
    const room = diagram.clientHeight - HEAD_PX - ROW_PX;
    if (top < diagram.scrollTop || top > diagram.scrollTop + room) diagram.scrollTop = top - room / 2;
    location.hash = String(events[index].step);
    details();
    draw();
  }

  function link(index, text) {
    const made = element('button', text);
    made.type = 'button';
    made.onclick = () => select(index);
    return made;
  }

  function details() {
    const event = events[selected];
    const box = byId('selected');
    box.replaceChildren(element('h2', `step ${event.step} · ${event.timeUs} µs`), element('div', event.text));
    const list = element('ul');
    for (const { start, end } of arrows) {
      if (!linked(event.kind) || events[start].id !== event.id) continue;
      for (const other of [start, end]) {
        if (other === selected) continue;
        const item = element('li');
        item.append(link(other, `${events[other].step} ${events[other].text}`));
        list.append(item);
      }
    }
    box.append(list);
    showBands(box, event.step);
    showOperations(box, event);
    showStates(event.step);
  }

  function showBands(box, step) {
    for (const { kind, process, from, until, text } of bands) {
      if (from > step || until < step) continue;
      const who = process === null ? '' : `${processes[process]} `;
      box.append(element('div', `${who}${kind}: ${text} (steps ${from} to ${until})`, `band ${kind}`));
    }
  }

  /** The operation that an event belongs to, and all that belongs to that one. */
  function showOperations(box, event) {
    for (const operation of operationsAt(event)) {
      if (operationsOfRequest.size === 0) operation.steps = stepsOf(operation);
      box.append(element('h2', `operation ${operation.id}`));
      const list = element('ul');
      list.className = 'operation';
      events.forEach((other, i) => {
        if (i !== operation.call && i !== operation.end && !isOf(operation, other)) return;
        const item = element('li');
        item.append(link(i, `${other.step} ${other.text}`));
        list.append(item);
      });
      box.append(list);
    }
  }

  function showStates(step) {
    const box = byId('states');
    box.replaceChildren();
    const now = processes.map(() => null);
    const changed = processes.map(() => new Set());
    for (const change of states) {
      if (change.step > step) break;
      now[change.process] = change.fields === null ? null : { ...now[change.process], ...change.fields };
      if (change.step === step) changed[change.process] = new Set(Object.keys(change.fields ?? {}));
    }
    const own = events[selected].process;
    // who did it first, then the replicas
    const order = [own, ...now.keys()].filter(
      (process, i) => process !== null && (i === 0 || process !== own),
    );
    for (const process of order) {
      if (process >= replicas && process !== own) continue;
      const fields = now[process];
      box.append(element('h2', processes[process] + (fields === null ? ' is down' : '')));
      const table = element('table');
      for (const [name, value] of Object.entries(fields ?? {})) {
        const row = element('tr', undefined, changed[process].has(name) ? 'changed' : '');
        row.append(element('td', name), element('td', value));
        table.append(row);
      }
      box.append(table);
    }
  }

  function showHistory() {
    const box = byId('history');
    box.append(element('h2', 'operations of the clients'));
    const list = element('ul');
    for (const { id, call, end } of operations) {
      const item = element('li', undefined, clash.includes(id) ? 'clash' : '');
      if (clash.includes(id)) item.append(element('strong', '✗ '));
      item.append(link(call, events[call].text));
      if (end >= 0) item.append(' → ', link(end, events[end].text));
      else item.append(element('span', ' → never returned', 'faint'));
      list.append(item);
    }
    box.append(list);
  }

  function headline() {
    const box = byId('headline');
    const title = breach === null ? run.verdict : `✗ ${breach.title}`;
    const about = `${run.system} · seed ${run.seed} · ${run.steps} steps · hash ${run.hash} · ${run.again}`;
    box.append(element('h1', title, breach === null ? '' : 'bad'), element('div', about, 'faint'));
    if (breach === null) return;
    box.append(element('div', `${breach.invariant} ${breach.name} · ${breach.statement}`));
    for (const fact of breach.facts) box.append(element('div', fact));
  }

  function kindBoxes() {
    const box = byId('kinds');
    box.replaceChildren();
    for (const kind of [...new Set(events.map((event) => event.kind))].sort()) {
      const label = element('label');
      const input = element('input');
      input.type = 'checkbox';
      input.checked = !hidden.has(kind);
      input.onchange = () => {
        if (input.checked) hidden.delete(kind);
        else hidden.add(kind);
        filter();
      };
      label.append(input, kind);
      box.append(label);
    }
  }

  /** The next shown event that fits, forwards or back. */
  function step(by, fits = () => true) {
    let row = selected < 0 ? (by > 0 ? -1 : rows.length) : rowOf[selected];
    for (row += by; row >= 0 && row < rows.length; row += by) {
      if (fits(rows[row])) return select(rows[row]);
    }
  }

  const toViolation = () => select(breach === null ? (rows[rows.length - 1] ?? -1) : lastOf(breach.step));
  const lastOf = (at) => events.findLastIndex((event) => event.step <= at && !hidden.has(event.kind));

  /** From whatever belongs to an operation to its call. */
  function toOperation() {
    const [operation] = selected < 0 ? [] : operationsAt(events[selected]);
    if (operation !== undefined) select(operation.call);
  }

  const KEYS = {
    ArrowDown: () => step(1),
    j: () => step(1),
    ArrowUp: () => step(-1),
    k: () => step(-1),
    n: () => step(1, matches),
    N: () => step(-1, matches),
    v: toViolation,
    o: toOperation,
    '/': () => byId('search').focus(),
  };

  document.addEventListener('keydown', (pressed) => {
    if (pressed.target.tagName === 'INPUT' || pressed.ctrlKey || pressed.metaKey || pressed.altKey) return;
    const act = KEYS[pressed.key];
    if (act === undefined) return;
    pressed.preventDefault();
    act();
  });
  byId('controls').addEventListener('submit', (submitted) => {
    submitted.preventDefault();
    step(1, matches);
  });
  byId('search').addEventListener('input', ({ target }) => {
    needle = target.value.toLowerCase();
    search();
  });
  diagram.addEventListener('scroll', draw);
  canvas.addEventListener('click', ({ offsetY }) => {
    const row = Math.floor((offsetY - HEAD_PX + diagram.scrollTop) / ROW_PX);
    if (rows[row] !== undefined) select(rows[row]);
  });
  addEventListener('resize', filter);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);

  headline();
  kindBoxes();
  showHistory();
  draw();
  filter();
  const wanted = Number(location.hash.slice(1));
  if (wanted > 0) select(lastOf(wanted));
  else if (breach !== null) toViolation();
})();
