(() => {
  const history = JSON.parse(document.getElementById('data').textContent);
  const { lanes, operations, clash } = history;
  const byId = (id) => document.getElementById(id);
  const canvas = byId('canvas');
  const pen = canvas.getContext('2d');
  const LANE = 34;
  const LEFT = 90;
  const timed = operations.length > 0 && operations.every(({ fromTime }) => fromTime !== null);
  const lastTime = operations.reduce(
    (most, { toTime, fromTime }) => Math.max(most, toTime ?? fromTime ?? 0),
    0,
  );
  const firstTime = operations.reduce(
    (least, { fromTime }) => Math.min(least, fromTime ?? 0),
    timed ? Infinity : 0,
  );
  const inClash = new Set(clash);
  let shown = operations.map((_, i) => i);
  let selected = clash[0] ?? -1;
  let hovered = -1;
  let from = 0; // leftmost point in time, and how much of it is seen
  let span = 1;
  let top = 0;

  const startOf = (op) => (byId('time').checked ? op.fromTime - firstTime : op.from);
  const endOf = (op) => {
    const end = byId('time').checked ? (op.toTime === null ? null : op.toTime - firstTime) : op.to;
    return end ?? whole();
  };
  const whole = () => (byId('time').checked ? lastTime - firstTime + 1 : history.events + 1);
  const xOf = (time) => LEFT + ((time - from) / span) * (canvas.clientWidth - LEFT);
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`);

  byId('verdict').textContent = history.verdict;
  if (!history.good) byId('verdict').className = 'bad';
  for (const reason of history.reasons)
    byId('reasons').append(Object.assign(document.createElement('li'), { textContent: reason }));
  byId('time').disabled = !timed;
  byId('clash').disabled = clash.length === 0;
  fill('key', [...new Set(operations.map(({ partition }) => partition))].sort());
  fill('client', lanes);

  function fill(id, names) {
    byId(id).append(new Option('all', ''));
    names.forEach((name, i) => {
      byId(id).append(new Option(name === '' ? '(one)' : name, String(i + 1)));
    });
    byId(id).names = names;
    byId(id).addEventListener('change', filter);
  }

  function filter() {
    const key = byId('key').value === '' ? undefined : byId('key').names[Number(byId('key').value) - 1];
    const lane = byId('client').value === '' ? undefined : Number(byId('client').value) - 1;
    shown = [];
    operations.forEach((op, i) => {
      if ((key === undefined || op.partition === key) && (lane === undefined || op.lane === lane))
        shown.push(i);
    });
    draw();
  }

  function draw() {
    const scale = window.devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = canvas;
    canvas.width = width * scale;
    canvas.height = height * scale;
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.font = '12px system-ui, sans-serif';
    pen.textBaseline = 'middle';
    const paint = Object.fromEntries(
      ['ink', 'faint', 'line', 'ok', 'unknown', 'failed', 'clash', 'order'].map((name) => [
        name,
        colour(name),
      ]),
    );
    const rightmost = new Map();
    for (const i of shown) {
      const op = operations[i];
      const y = op.lane * LANE - top;
      const x = xOf(startOf(op));
      const end = xOf(endOf(op));
      if (end < LEFT || x > width || y < -LANE || y > height) continue;
      // Where many fall onto one pixel, one of them is drawn, unless it is of interest.
      const notable = inClash.has(i) || i === selected || i === hovered;
      if (!notable && end - x < 1 && (rightmost.get(op.lane) ?? -1) >= end - 1) continue;
      rightmost.set(op.lane, end);
      const left = Math.max(x, LEFT);
      const long = Math.max(end - left, 1.5);
      pen.fillStyle = inClash.has(i) ? paint.clash : paint[op.state];
      pen.fillRect(left, y + 6, long, LANE - 12);
      if (i === selected || i === hovered) {
        pen.strokeStyle = paint.ink;
        pen.lineWidth = i === selected ? 2 : 1;
        pen.strokeRect(left, y + 6, long, LANE - 12);
      }
      if (long > 24) {
        pen.save();
        pen.beginPath();
        pen.rect(left, y, long - 4, LANE);
        pen.clip();
        pen.fillStyle = paint.ink;
        pen.fillText(op.words, left + 4, y + LANE / 2);
        pen.restore();
      }
      if (byId('order').checked && op.place !== null && long > 40) {
        pen.fillStyle = paint.order;
        pen.fillRect(left + long / 2, y + 2, 2, LANE - 4);
        pen.fillText(`#${op.place + 1}`, left + long / 2 + 4, y + LANE - 4);
      }
    }
    pen.clearRect(0, 0, LEFT, height);
    pen.fillStyle = paint.faint;
    lanes.forEach((name, lane) => {
      pen.fillText(name, 8, lane * LANE - top + LANE / 2);
      pen.fillRect(0, (lane + 1) * LANE - top, width, 0.5);
    });
    show();
  }

  function show() {
    const op = operations[hovered >= 0 ? hovered : selected];
    if (op === undefined) {
      byId('selected').textContent =
        `${shown.length.toLocaleString('en')} of ${operations.length.toLocaleString('en')} operations`;
      return;
    }
    const fate = op.to === null ? (op.state === 'unknown' ? 'never returned' : 'open') : op.state;
    const place = op.place === null ? '' : ` · place ${op.place + 1} in the order`;
    byId('selected').textContent =
      `${lanes[op.lane]}: ${op.words}\nline ${op.line} · ${fate}${place}${inClash.has(operations.indexOf(op)) ? ' · in the clash' : ''}`;
  }

  function look(a, b) {
    span = Math.min(Math.max(b - a, whole() / 1e6, 1e-3), whole());
    from = Math.min(Math.max(a, 0), whole() - span);
    draw();
  }

  const zoom = (factor, at = from + span / 2) =>
    look(at - (at - from) * factor, at + (from + span - at) * factor);

  function goTo(i) {
    if (operations[i] === undefined) return;
    selected = i;
    const op = operations[i];
    const middle = (startOf(op) + Math.min(endOf(op), startOf(op) + span)) / 2;
    top = Math.max(
      0,
      Math.min(op.lane * LANE - canvas.clientHeight / 2, lanes.length * LANE - canvas.clientHeight),
    );
    look(middle - span / 2, middle + span / 2);
  }

  function showClash() {
    const ops = clash.map((i) => operations[i]);
    const a = Math.min(...ops.map(startOf));
    const b = Math.max(...ops.map((op) => Math.min(endOf(op), whole())));
    const margin = (b - a) * 0.2 + 2;
    selected = clash[0];
    top = Math.max(
      0,
      Math.min(
        Math.min(...ops.map((op) => op.lane * LANE)) - LANE,
        lanes.length * LANE - canvas.clientHeight,
      ),
    );
    look(a - margin, b + margin);
  }

  function hit(event) {
    const { left, top: above } = canvas.getBoundingClientRect();
    const x = event.clientX - left;
    const lane = Math.floor((event.clientY - above + top) / LANE);
    return (
      shown.find(
        (i) =>
          operations[i].lane === lane &&
          xOf(startOf(operations[i])) <= x &&
          x <= Math.max(xOf(endOf(operations[i])), xOf(startOf(operations[i])) + 3),
      ) ?? -1
    );
  }

  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      if (event.shiftKey) look(from + (event.deltaY / 600) * span, from + span + (event.deltaY / 600) * span);
      else if (event.ctrlKey || lanes.length * LANE <= canvas.clientHeight) {
        const at = from + ((event.offsetX - LEFT) / (canvas.clientWidth - LEFT)) * span;
        zoom(event.deltaY > 0 ? 1.25 : 0.8, at);
      } else {
        top = Math.max(0, Math.min(top + event.deltaY, lanes.length * LANE - canvas.clientHeight));
        draw();
      }
    },
    { passive: false },
  );
  let dragged;
  canvas.addEventListener('pointerdown', (event) => {
    dragged = { x: event.clientX, from, moved: false };
  });
  canvas.addEventListener('pointermove', (event) => {
    if (dragged !== undefined && Math.abs(event.clientX - dragged.x) > 3) {
      dragged.moved = true;
      const start = dragged.from - ((event.clientX - dragged.x) / (canvas.clientWidth - LEFT)) * span;
      look(start, start + span);
      return;
    }
    const before = hovered;
    hovered = hit(event);
    if (hovered !== before) draw();
  });
  window.addEventListener('pointerup', (event) => {
    if (dragged !== undefined && !dragged.moved && event.target === canvas) {
      selected = hit(event);
      draw();
    }
    dragged = undefined;
  });
  byId('clash').addEventListener('click', showClash);
  byId('all').addEventListener('click', () => look(0, whole()));
  byId('time').addEventListener('change', () => (clash.length > 0 ? showClash() : look(0, whole())));
  byId('order').addEventListener('change', draw);
  byId('controls').addEventListener('submit', (event) => event.preventDefault());
  window.addEventListener('resize', draw);
  document.addEventListener('keydown', (event) => {
    if (event.target instanceof HTMLSelectElement || event.ctrlKey || event.metaKey) return;
    const next = { n: 1, p: -1 }[event.key];
    if (event.key === 'ArrowRight') look(from + span / 5, from + span * 1.2);
    else if (event.key === 'ArrowLeft') look(from - span / 5, from + span * 0.8);
    else if (event.key === '+' || event.key === '=') zoom(0.6);
    else if (event.key === '-') zoom(1 / 0.6);
    else if (event.key === 'c' && clash.length > 0) showClash();
    else if (event.key === '0') look(0, whole());
    else if (next !== undefined) {
      const at = shown.indexOf(selected);
      goTo(shown[at < 0 ? 0 : Math.min(Math.max(at + next, 0), shown.length - 1)]);
    } else return;
    event.preventDefault();
  });

  if (clash.length > 0) showClash();
  else look(0, Math.min(whole(), 400));
})();
