'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const SVG = 'http://www.w3.org/2000/svg';
  const COLOURS = 8;
  const DASHES = ['', '7 4', '2 3', '10 3 2 3', '4 2', '12 4', '1 4', '6 2 1 2'];

  function node(name, attributes, parent, text) {
    const made = document.createElementNS(SVG, name);
    for (const key in attributes) made.setAttribute(key, attributes[key]);
    if (text !== undefined) made.textContent = text;
    if (parent) parent.appendChild(made);
    return made;
  }

  function html(name, className, parent, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    if (parent) parent.appendChild(made);
    return made;
  }

  // Colours repeat after eight lines; dashes and marks then shift, so that no two lines are alike.
  const dash = (index) => DASHES[(index + Math.floor(index / COLOURS)) % DASHES.length];

  function mark(shape, x, y, size, parent, className) {
    const r = size;
    const paths = [
      `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`,
      `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}z`,
      `M${x} ${y - r * 1.2}L${x + r * 1.2} ${y + r}H${x - r * 1.2}z`,
      `M${x} ${y - r * 1.3}L${x + r * 1.3} ${y}L${x} ${y + r * 1.3}L${x - r * 1.3} ${y}z`,
      `M${x} ${y + r * 1.2}L${x + r * 1.2} ${y - r}H${x - r * 1.2}z`,
      `M${x - r} ${y - r}l${2 * r} ${2 * r}m0 ${-2 * r}l${-2 * r} ${2 * r}`,
      `M${x - r} ${y}h${2 * r}M${x} ${y - r}v${2 * r}`,
      `M${x - r} ${y - r * 0.5}L${x} ${y - r * 1.3}L${x + r} ${y - r * 0.5}L${x + r * 0.7} ${y + r}H${x - r * 0.7}z`,
    ];
    return node('path', {d: paths[shape % paths.length], class: className}, parent);
  }

  const cross = (x, y, r, parent, className) =>
    node('path', {d: `M${x - r} ${y - r}l${2 * r} ${2 * r}m0 ${-2 * r}l${-2 * r} ${2 * r}`, class: className}, parent);

  function number(value) {
    if (value === null || value === undefined) return '–';
    if (value === 0) return '0';
    const size = Math.abs(value);
    if (size >= 1e-4 && size < 1e7) {
      return Number.isInteger(value) ? value.toLocaleString('en') : String(Number(value.toPrecision(4)));
    }
    return value.toExponential(3).replace(/\.?0+e/, 'e').replace('e+', 'e');
  }

  /** Where the axis is labelled: powers of ten, with 2 and 5 between if there are few. */
  function ticks(low, high, log) {
    const found = [];
    if (log) {
      const decades = Math.log10(high / low);
      const digits = decades < 1.5 ? [1, 2, 3, 5, 7] : decades < 3 ? [1, 2, 5] : [1];
      const every = Math.max(1, Math.ceil(decades / 7));
      for (let e = Math.floor(Math.log10(low)); e <= Math.ceil(Math.log10(high)); e++) {
        if (digits.length === 1 && e % every !== 0) continue;
        for (const digit of digits) {
          const value = Number(digit + 'e' + e);
          if (value >= low * 0.999999 && value <= high * 1.000001) found.push(value);
        }
      }
      if (found.length > 1) return found;
      return [low, high];
    }
    const step = 10 ** Math.floor(Math.log10((high - low) / 4 || 1));
    const factor = [1, 2, 5, 10].find((f) => (high - low) / (f * step) <= 6) || 10;
    for (let value = Math.ceil(low / (factor * step)) * factor * step; value <= high * 1.000001; value += factor * step) {
      found.push(Number(value.toPrecision(12)));
    }
    return found;
  }

  function scale(values, from, to, log) {
    let kept = values.filter((v) => v !== null && v !== undefined && Number.isFinite(v) && (!log || v > 0));
    if (!kept.length) kept = [1, 10];
    let low = kept.reduce((a, b) => Math.min(a, b));
    let high = kept.reduce((a, b) => Math.max(a, b));
    if (low === high) { low = log ? low / 2 : low - (Math.abs(low) || 1) / 2; high = log ? high * 2 : high + (Math.abs(high) || 1) / 2; }
    const f = (v) => (log ? Math.log(v) : v);
    const place = (v) => from + ((f(v) - f(low)) / (f(high) - f(low))) * (to - from);
    place.has = (v) => v !== null && v !== undefined && (!log || v > 0);
    place.low = low; place.high = high; place.log = log;
    place.back = (p) => {
      const share = (p - from) / (to - from);
      return log ? Math.exp(f(low) + share * (f(high) - f(low))) : low + share * (high - low);
    };
    return place;
  }

  const short = (text) => (text.length > 22 ? `${text.slice(0, 21)}…` : text);

  /** Axes and their labels; an axis of categories has words at 0, 1, 2 … */
  function frame(plot, state, xs, ys, names, description, categories = []) {
    const width = Math.max(280, Math.floor(plot.clientWidth || 560));
    const longest = categories.reduce((most, c) => Math.max(most, short(c).length), 0) * 6.6;
    const slanted = longest > (width - 78) / Math.max(1, categories.length);
    const height = Math.max(260, Math.min(420, Math.round(width * 0.62))) + (slanted ? Math.round(longest * 0.6) : 0);
    const box = {left: 64, right: width - 14, top: 12, bottom: height - 46 - (slanted ? Math.round(longest * 0.6) : 0)};
    const svg = node('svg', {viewBox: `0 0 ${width} ${height}`, role: 'img', tabindex: '0', 'aria-label': description});
    const x = scale(xs, box.left + 6, box.right - 6, state.x === 'log');
    const y = scale(ys, box.bottom - 6, box.top + 10, state.y === 'log');
    let last = -Infinity;
    categories.forEach((category, i) => {
      const at = x(i);
      const turn = slanted ? {transform: `translate(${at + 4} ${box.bottom + 14}) rotate(-38)`, 'text-anchor': 'end'} : {x: at, y: box.bottom + 17, 'text-anchor': 'middle'};
      node('title', {}, node('text', turn, svg, short(category)), category);
    });
    for (const tick of categories.length ? [] : ticks(x.low, x.high, x.log)) {
      const at = x(tick);
      node('path', {d: `M${at} ${box.top}V${box.bottom}`, class: 'grid'}, svg);
      const label = number(tick);
      if (at - last > label.length * 4 + 18) {
        node('text', {x: Math.min(at, box.right - 4), y: box.bottom + 17, 'text-anchor': at > box.right - 20 ? 'end' : 'middle'}, svg, label);
        last = at;
      }
    }
    for (const tick of ticks(y.low, y.high, y.log)) {
      const at = y(tick);
      node('path', {d: `M${box.left} ${at}H${box.right}`, class: 'grid'}, svg);
      node('text', {x: box.left - 6, y: at + 4, 'text-anchor': 'end'}, svg, number(tick));
    }
    node('path', {d: `M${box.left} ${box.top}V${box.bottom}H${box.right}`, class: 'axis'}, svg);
    node('text', {x: (box.left + box.right) / 2, y: height - 8, 'text-anchor': 'middle'}, svg, names[0]);
    node('text', {transform: `translate(13 ${(box.top + box.bottom) / 2}) rotate(-90)`, 'text-anchor': 'middle'}, svg, names[1]);
    return {svg, x, y, box, width, height};
  }

  /** A line that breaks where there is no value. */
  function path(xs, ys, x, y) {
    let d = '';
    let pen = 'M';
    xs.forEach((value, i) => {
      if (x.has(value) && y.has(ys[i])) {
        d += `${pen}${x(value).toFixed(1)} ${y(ys[i]).toFixed(1)}`;
        pen = 'L';
      } else { pen = 'M'; }
    });
    return d;
  }

  function band(columns, x, y) {
    let d = '';
    let upper = '';
    let lower = '';
    const flush = () => { if (upper) d += `M${upper.slice(1)}${lower}z`; upper = ''; lower = ''; };
    columns.x.forEach((value, i) => {
      if (x.has(value) && y.has(columns.low[i]) && y.has(columns.high[i])) {
        const at = x(value).toFixed(1);
        upper += `L${at} ${y(columns.high[i]).toFixed(1)}`;
        lower = `L${at} ${y(columns.low[i]).toFixed(1)}` + lower;
      } else { flush(); }
    });
    flush();
    return d;
  }

  /** Marks along a line, so that it is known without its colour; on each point if they are few. */
  function beads(columns, x, y, index, svg) {
    const places = columns.x.map((v, i) => i).filter((i) => x.has(columns.x[i]) && y.has(columns.median[i]));
    const few = places.length <= 24;
    let last = -Infinity;
    const offset = few ? 0 : 14 + (index % 4) * 18;
    for (const i of places) {
      const at = x(columns.x[i]);
      if (at - last >= (last === -Infinity ? 0 : few ? 8 : 72) && at >= x(x.low) + offset) {
        mark(index, at, y(columns.median[i]), 3.6, svg, `mark s${index % COLOURS}`);
        last = at;
      }
    }
  }

  const shown = (figure) => figure.panel.series.map((s, i) => ({...s, index: i})).filter((s) => !figure.panel.hidden.has(s.index));

  /** Lines with their bands, dashes and marks. */
  function drawLines(f, lines) {
    for (const s of lines) node('path', {d: band(s.curve, f.x, f.y), class: `band f${s.index % COLOURS}`}, f.svg);
    for (const s of lines) {
      node('path', {d: path(s.curve.x, s.curve.median, f.x, f.y), class: `line s${s.index % COLOURS}`, 'stroke-dasharray': dash(s.index)}, f.svg);
      beads(s.curve, f.x, f.y, s.index, f.svg);
    }
  }

  /** Marks with whiskers, beside each other where several stand over one word. */
  function drawDots(f, s, shift) {
    const c = s.index % COLOURS;
    s.curve.x.forEach((x, i) => {
      if (!f.y.has(s.curve.median[i])) return;
      const at = f.x(x + shift);
      if (f.y.has(s.curve.low[i]) && f.y.has(s.curve.high[i])) {
        node('path', {d: `M${at} ${f.y(s.curve.low[i]).toFixed(1)}V${f.y(s.curve.high[i]).toFixed(1)}`, class: `line s${c}`}, f.svg);
      }
      mark(s.index, at, f.y(s.curve.median[i]), 5, f.svg, `mark s${c} f${c}`);
    });
  }

  /** Steps go by decades, unless step 0 and the last are all there is: a logarithm has no place for 0. */
  const steps = (columns) => (new Set(columns.flatMap((c) => c.x).filter((x) => x > 0)).size > 2 ? 'log' : 'linear');

  const kinds = {
    curves: {
      name: 'loss-by-step',
      starts: (figure) => ({x: steps(figure.panel.series.map((s) => s.curve)), y: 'log'}),
      draw(figure) {
        const lines = shown(figure);
        const xs = lines.flatMap((s) => s.curve.x).concat(lines.flatMap((s) => s.diverged.map((d) => d[1])));
        const ys = lines.flatMap((s) => s.curve.median.concat(s.curve.low, s.curve.high)).concat(lines.flatMap((s) => s.diverged.map((d) => d[2])));
        const f = frame(figure.plot, figure.state, xs, ys, ['step', 'loss'], `Loss against step: ${lines.map((s) => s.label).join('; ')}`);
        for (const s of lines) node('path', {d: band(s.curve, f.x, f.y), class: `band f${s.index % COLOURS}`}, f.svg);
        for (const s of lines) {
          node('path', {d: path(s.curve.x, s.curve.median, f.x, f.y), class: `line s${s.index % COLOURS}`, 'stroke-dasharray': dash(s.index)}, f.svg);
          beads(s.curve, f.x, f.y, s.index, f.svg);
          for (const d of s.diverged) if (f.x.has(d[1]) && f.y.has(d[2])) cross(f.x(d[1]), f.y(d[2]), 5, f.svg, `line s${s.index % COLOURS}`);
        }
        return {...f, points: lines.map((s) => ({label: s.label, columns: s.curve})), unit: 'step'};
      },
      rows: (panel) => [['setting', 'learning_rate', 'step', 'median', 'lower_quartile', 'upper_quartile']].concat(
        panel.series.flatMap((s) => s.curve.x.map((x, i) => [s.label, s.rate, x, s.curve.median[i], s.curve.low[i], s.curve.high[i]]))),
    },
    rates: {
      name: 'loss-by-rate',
      start: {x: 'log', y: 'log'},
      draw(figure) {
        const lines = shown(figure);
        const xs = lines.flatMap((s) => s.rates.x);
        const ys = lines.flatMap((s) => s.rates.median.concat(s.rates.low, s.rates.high));
        const f = frame(figure.plot, figure.state, xs, ys, ['learning rate', 'final loss'], `Final loss against learning rate: ${lines.map((s) => s.label).join('; ')}`);
        for (const s of lines) node('path', {d: band(s.rates, f.x, f.y), class: `band f${s.index % COLOURS}`}, f.svg);
        for (const s of lines) {
          const c = s.index % COLOURS;
          node('path', {d: path(s.rates.x, s.rates.median, f.x, f.y), class: `line s${c}`, 'stroke-dasharray': dash(s.index)}, f.svg);
          s.rates.x.forEach((x, i) => {
            if (!f.x.has(x)) return;
            const at = f.x(x);
            if (f.y.has(s.rates.median[i])) {
              const best = x === s.rate;
              mark(s.index, at, f.y(s.rates.median[i]), best ? 6.5 : 3.4, f.svg, `mark s${c}${best ? ` f${c}` : ''}`);
              if (best && s.edge !== 'none' && s.rates.x.length > 1) {
                node('text', {x: at, y: f.y(s.rates.median[i]) + 22, 'text-anchor': at > f.width / 2 ? 'end' : 'start'}, f.svg, 'edge');
              }
              if (s.rates.diverged[i] > 0) cross(at, f.y(s.rates.median[i]) - 11, 3, f.svg, `line s${c}`);
            } else {
              cross(at + (s.index % 5 - 2) * 3, f.box.top + 4, 3.6, f.svg, `line s${c}`);
            }
          });
        }
        return {...f, points: lines.map((s) => ({label: s.label, columns: s.rates, more: (i) => s.rates.diverged[i] ? ` (${s.rates.diverged[i]} of ${s.rates.seeds[i]} diverged)` : ''})), unit: 'learning rate'};
      },
      rows: (panel) => [['setting', 'learning_rate', 'seeds', 'diverged', 'median', 'lower_quartile', 'upper_quartile', 'chosen']].concat(
        panel.series.flatMap((s) => s.rates.x.map((x, i) => [s.label, x, s.rates.seeds[i], s.rates.diverged[i], s.rates.median[i], s.rates.low[i], s.rates.high[i], x === s.rate]))),
    },
    progress: {
      name: 'progress',
      starts: (figure) => ({
        x: steps(figure.panel.series.flatMap((s) => (s.progress && s.progress[figure.measure] ? [s.progress[figure.measure]] : []))),
        y: figure.measure.endsWith('loss') ? 'log' : 'linear',
      }),
      draw(figure) {
        const name = figure.measure.replace(/_/g, ' ');
        const lines = shown(figure).filter((s) => s.progress && s.progress[figure.measure]).map((s) => ({...s, curve: s.progress[figure.measure]}));
        const ys = lines.flatMap((s) => s.curve.median.concat(s.curve.low, s.curve.high));
        const f = frame(figure.plot, figure.state, lines.flatMap((s) => s.curve.x), ys, ['step', name], `${name} against step: ${lines.map((s) => s.label).join('; ')}`);
        drawLines(f, lines);
        return {...f, points: lines.map((s) => ({label: s.label, columns: s.curve})), unit: 'step'};
      },
      rows: (panel, figure) => [['setting', 'learning_rate', 'step', figure.measure, 'low', 'high']].concat(
        panel.series.filter((s) => s.progress && s.progress[figure.measure]).flatMap((s) => {
          const c = s.progress[figure.measure];
          return c.x.map((x, i) => [s.label, s.rate, x, c.median[i], c.low[i], c.high[i]]);
        })),
    },
    outcome: {
      name: 'measured',
      starts: (figure) => (figure.panel.categories.length
        ? {y: figure.panel.yLog ? 'log' : 'linear'}
        : {x: figure.panel.xLog ? 'log' : 'linear', y: figure.panel.yLog ? 'log' : 'linear'}),
      draw(figure) {
        const {categories, references} = figure.panel;
        const lines = shown(figure);
        const words = categories.length > 0;
        const xs = words ? [-0.5, categories.length - 0.5] : lines.flatMap((s) => s.curve.x);
        const ys = lines.flatMap((s) => s.curve.median.concat(s.curve.low, s.curve.high)).concat(references.flatMap((r) => r.y));
        const f = frame(figure.plot, {x: 'linear', ...figure.state}, xs, ys, [figure.panel.x, figure.panel.y], `${figure.panel.y} against ${figure.panel.x}: ${lines.map((s) => s.label).join('; ')}`, categories);
        references.forEach((r) => {
          const group = node('g', {}, f.svg);
          node('title', {}, group, r.label);
          node('path', {d: path(r.x, r.y, f.x, f.y), class: 'reference'}, group);
        });
        if (words) {
          lines.forEach((s, k) => drawDots(f, s, lines.length > 1 ? (k / (lines.length - 1) - 0.5) * 0.5 : 0));
        } else if (references.length) {
          // A line from point to point would seem to leave a curved closed form.
          lines.forEach((s) => drawDots(f, s, 0));
        } else {
          drawLines(f, lines);
          lines.forEach((s) => { if (f.y.has(s.cut)) node('path', {d: `M${f.box.left} ${f.y(s.cut)}H${f.box.right}`, class: `line cut s${s.index % COLOURS}`}, f.svg); });
        }
        return {...f, points: lines.map((s) => ({label: s.label, columns: s.curve, more: (i) => (s.curve.low[i] === null ? '' : ` [${number(s.curve.low[i])}, ${number(s.curve.high[i])}]`)})), unit: figure.panel.x, categories, exact: true};
      },
      rows: (panel) => [['line', panel.x, panel.y, 'low', 'high', 'seeds']].concat(
        panel.series.flatMap((s) => s.curve.x.map((x, i) => [s.label, panel.categories.length ? panel.categories[x] : x, s.curve.median[i], s.curve.low[i], s.curve.high[i], s.curve.seeds ? s.curve.seeds[i] : ''])),
        panel.references.flatMap((r) => r.x.map((x, i) => [r.label, x, r.y[i], '', '', '']))),
    },
    speedups: {
      name: 'speed-ups',
      start: {x: 'log'},
      draw(figure) {
        const lines = shown(figure).filter((s) => s.speedups.length);
        const targets = figure.panel.targets;
        figure.plot.classList.add('low');
        const width = Math.max(280, Math.floor(figure.plot.clientWidth || 560));
        const left = Math.min(110, width * 0.28);
        const lane = Math.max(16, 9 * lines.length) + 16;
        const height = targets.length * lane + 68;
        const svg = node('svg', {viewBox: `0 0 ${width} ${height}`, role: 'img', tabindex: '0', 'aria-label': `Speed-up over ${figure.panel.baseline} by target`});
        const values = [1].concat(lines.flatMap((s) => s.speedups.flatMap((r) => [r[1], r[2], r[3]])));
        const log = figure.state.x === 'log';
        const x = scale(values.filter((v) => v > 0), left + 26, width - 30, log);
        const bottom = height - 54;
        let last = -Infinity;
        for (const tick of ticks(x.low, x.high, log)) {
          node('path', {d: `M${x(tick)} 6V${bottom}`, class: 'grid'}, svg);
          const label = `${number(tick)}×`;
          if (x(tick) - last > label.length * 4 + 20) { node('text', {x: x(tick), y: bottom + 16, 'text-anchor': 'middle'}, svg, label); last = x(tick); }
        }
        node('path', {d: `M${x(1)} 4V${bottom}`, class: 'one'}, svg);
        if (!svg.textContent.split('×').includes('1')) node('text', {x: x(1), y: bottom + 28, 'text-anchor': 'middle'}, svg, '1×');
        node('text', {x: (left + width) / 2, y: height - 8, 'text-anchor': 'middle'}, svg, width < 480 || figure.panel.baseline.length > 24 ? '← slower · speed-up · faster →' : `← slower · speed-up over ${figure.panel.baseline} · faster →`);
        const lowEnd = left + 8;
        const highEnd = width - 8;
        targets.forEach((target, row) => {
          const top = 6 + row * lane;
          node('path', {d: `M${left} ${top}H${width}`, class: 'grid'}, svg);
          node('text', {x: left - 6, y: top + lane / 2 + 4, 'text-anchor': 'end'}, svg, target.replace(' of gap', ' gap'));
          lines.forEach((s, k) => {
            const c = s.index % COLOURS;
            const at = top + (lane * (k + 1)) / (lines.length + 1);
            const cell = s.speedups.find((r) => r[0] === target);
            if (!cell) return;
            const group = node('g', {}, svg);
            const [, speedup, low, high, reason] = cell;
            node('title', {}, group, `${s.label}, ${target}: ${speedup === null ? reason : `${number(speedup)}× [${number(low === null ? 0 : low)}, ${high === null ? '∞' : number(high)}]`}`);
            if (speedup !== null) {
              const from = low > 0 ? x(low) : lowEnd;
              const to = high !== null ? x(high) : highEnd;
              node('path', {d: `M${from} ${at}H${to}`, class: `line s${c}`}, group);
              mark(s.index, x(speedup), at, 4.4, group, `mark s${c} f${c}`);
            } else if (reason === 'not reached') {
              cross(lowEnd, at, 4, group, `line s${c}`);
              node('text', {x: lowEnd + 9, y: at + 4}, group, 'not reached');
            } else if (reason === 'the baseline did not reach it') {
              mark(s.index, highEnd - 2, at, 4.4, group, `mark s${c} f${c}`);
              node('text', {x: highEnd - 10, y: at + 4, 'text-anchor': 'end'}, group, 'baseline did not reach it');
            }
          });
        });
        return {svg};
      },
      rows: (panel) => [['setting', 'baseline', 'target', 'speedup', 'speedup_low', 'speedup_high', 'reason']].concat(
        panel.series.flatMap((s) => s.speedups.map((r) => [s.label, panel.baseline, ...r]))),
    },
    profile: {
      name: 'performance-profile',
      start: {x: 'log', y: 'linear'},
      draw(figure) {
        const lines = data.profiles.map((p, index) => ({...p, index}));
        const f = frame(figure.plot, figure.state, lines.flatMap((l) => l.points.map((p) => p[0])), [0, 1], ['times the steps of the fastest', 'share of problems'], 'Performance profile');
        for (const l of lines) {
          let d = '';
          l.points.forEach((p, i) => { d += i ? `H${f.x(p[0]).toFixed(1)}V${f.y(p[1]).toFixed(1)}` : `M${f.x(p[0]).toFixed(1)} ${f.y(p[1]).toFixed(1)}`; });
          node('path', {d, class: `line s${l.index % COLOURS}`, 'stroke-dasharray': dash(l.index)}, f.svg);
          l.points.forEach((p, i) => { if (i % 3 === l.index % 3) mark(l.index, f.x(p[0]), f.y(p[1]), 3.6, f.svg, `mark s${l.index % COLOURS}`); });
        }
        return {...f, points: lines.map((l) => ({label: l.label, columns: {x: l.points.map((p) => p[0]), median: l.points.map((p) => p[1])}})), unit: 'within'};
      },
      rows: () => [['compared', 'ratio', 'share']].concat(data.profiles.flatMap((l) => l.points.map((p) => [l.label, p[0], p[1]]))),
    },
  };

  /** What stands at a place of the axis, said in words under the chart. */
  function follow(figure, made) {
    if (!made.points) return;
    const cursor = node('path', {class: 'cursor', d: ''}, made.svg);
    const grid = [...new Set(made.points.flatMap((p) => p.columns.x))].filter((v) => made.x.has(v)).sort((a, b) => a - b);
    let place = -1;
    const show = (index) => {
      place = Math.max(0, Math.min(grid.length - 1, index));
      const value = grid[place];
      if (value === undefined) return;
      const at = made.x(value);
      cursor.setAttribute('d', `M${at} ${made.box.top}V${made.box.bottom}`);
      const parts = made.points.map((p) => {
        let near = -1;
        p.columns.x.forEach((v, i) => { if (made.exact ? v === value : v <= value) near = i; });
        return near < 0 ? '' : `${p.label}: ${p.columns.median[near] === null ? 'diverged' : number(p.columns.median[near])}${p.more ? p.more(near) : ''}`;
      }).filter((t) => t);
      const where = made.categories && made.categories.length ? made.categories[value] : number(value);
      figure.readout.textContent = `${made.unit} ${where} · ${parts.join(' · ')}`;
    };
    made.svg.addEventListener('pointermove', (event) => {
      const bounds = made.svg.getBoundingClientRect();
      const at = ((event.clientX - bounds.left) / bounds.width) * made.width;
      const value = made.x.back(at);
      let best = 0;
      grid.forEach((v, i) => { if (Math.abs(made.x(v) - made.x(value)) < Math.abs(made.x(grid[best]) - made.x(value))) best = i; });
      show(best);
    });
    made.svg.addEventListener('keydown', (event) => {
      if (event.key === 'ArrowRight') { show(place + 1); event.preventDefault(); }
      if (event.key === 'ArrowLeft') { show(place - 1); event.preventDefault(); }
    });
  }

  function csv(rows) {
    const cell = (value) => {
      if (value === null || value === undefined) return '';
      let text = String(value);
      // A spreadsheet would run what looks like a formula.
      if (typeof value === 'string' && /^[=+\-@\t\r\n|%]/.test(text) && !/^[-+]?[0-9.]+(e[-+]?[0-9]+)?$/i.test(text)) text = `'${text}`;
      return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
    };
    return rows.map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
  }

  function save(name, text) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], {type: 'text/csv'}));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function draw(figure) {
    const made = figure.kind.draw(figure);
    figure.plot.replaceChildren(made.svg);
    follow(figure, made);
    figure.element.dataset.drawn = 'yes';
  }

  function toggle(figure, axis, button) {
    figure.state[axis] = figure.state[axis] === 'log' ? 'linear' : 'log';
    button.textContent = `${axis}: ${figure.state[axis]}`;
    draw(figure);
  }

  const figures = [];
  data.panels.concat(data.figures).forEach((panel) => { panel.hidden = new Set(); });
  const panelOf = (element) => (element.dataset.figure === undefined ? data.panels[Number(element.dataset.panel)] : data.figures[Number(element.dataset.figure)]);
  document.querySelectorAll('figure.chart').forEach((element) => {
    const kind = kinds[element.dataset.chart];
    const panel = panelOf(element) || {series: [], hidden: new Set(), title: ''};
    const figure = {element, kind, panel, measure: element.dataset.measure || '', plot: element.querySelector('.plot')};
    figure.state = {...(kind.starts ? kind.starts(figure) : kind.start)};
    figure.readout = html('p', 'readout', element, '');
    figure.readout.setAttribute('aria-live', 'polite');
    const tools = html('div', 'tools', element);
    for (const axis in {...figure.state}) {
      const button = html('button', '', tools, `${axis}: ${figure.state[axis]}`);
      button.type = 'button';
      button.setAttribute('aria-label', `${axis} axis: logarithmic or linear`);
      button.addEventListener('click', () => toggle(figure, axis, button));
    }
    const button = html('button', '', tools, 'Data as CSV');
    button.type = 'button';
    button.addEventListener('click', () => save(`${data.sweep}-${kind.name}${figure.measure ? `-${figure.measure}` : ''}${panel.title ? `-${panel.title.replace(/[^A-Za-z0-9.]+/g, '-')}` : ''}.csv`, csv(kind.rows(panel, figure))));
    figures.push(figure);
  });

  /** The sample of a line that a button shows. */
  function sample(index, parent) {
    const svg = node('svg', {width: 34, height: 14, viewBox: '0 0 34 14', 'aria-hidden': 'true'}, parent);
    node('path', {d: 'M1 7H33', class: `line s${index % COLOURS}`, 'stroke-dasharray': dash(index)}, svg);
    mark(index, 17, 7, 4, svg, `mark s${index % COLOURS}`);
  }

  function legend(element, labels, change) {
    labels.forEach((label, index) => {
      const button = html('button', '', element);
      button.type = 'button';
      button.setAttribute('aria-pressed', 'true');
      sample(index, button);
      html('span', '', button, label);
      button.addEventListener('click', () => {
        const on = button.getAttribute('aria-pressed') !== 'true';
        button.setAttribute('aria-pressed', String(on));
        change(index, on);
      });
    });
  }

  document.querySelectorAll('.legend').forEach((element) => {
    const panel = panelOf(element);
    if (!panel) return;
    legend(element, panel.series.map((s) => s.label), (index, on) => {
      if (on) panel.hidden.delete(index); else panel.hidden.add(index);
      figures.filter((f) => f.panel === panel).forEach(draw);
    });
  });
  document.querySelectorAll('figure[data-chart="profile"]').forEach((element) => {
    const box = document.createElement('div');
    box.className = 'legend';
    data.profiles.forEach((p, index) => {
      const entry = html('span', 'entry', box);
      sample(index, entry);
      html('span', '', entry, ` ${p.label}`);
    });
    element.insertBefore(box, element.querySelector('.plot'));
  });

  const visible = (figure) => { const panel = figure.element.closest('details'); return !panel || panel.open; };
  const redraw = () => figures.filter(visible).forEach(draw);
  redraw();
  document.querySelectorAll('details.panel').forEach((panel) => panel.addEventListener('toggle', () => {
    if (panel.open) figures.filter((f) => panel.contains(f.element)).forEach(draw);
  }));
  let waiting = 0;
  let width = window.innerWidth;
  window.addEventListener('resize', () => {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(redraw);
  });
  window.addEventListener('beforeprint', () => {
    document.querySelectorAll('details.panel').forEach((panel) => { panel.open = true; });
    figures.forEach(draw);
  });
})();
