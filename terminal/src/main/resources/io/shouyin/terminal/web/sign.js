// The signature pad: strokes of a pen, finger or mouse, on the grid that the terminal knows, as lines and never as a picture.

import { element } from './screen.js';

const WIDTH = 600;
const HEIGHT = 220;
const POINTS_MAX = 1200;
const STROKES_MAX = 64;
/** Points nearer than this to the last one add nothing. */
const STEP = 4;
const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {string} label what a screen reader says
 * @returns {{node: HTMLElement, strokes: () => number[][][], clear: () => void}}
 */
export function signaturePad(label) {
  const strokes = [];
  let lines = [];
  let points = 0;
  let drawing = false;

  const node = element('div', 'pad', undefined, 'signature-pad');
  node.setAttribute('role', 'img');
  node.setAttribute('aria-label', label);
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
  node.append(svg);

  const within = (value, max) => Math.min(max, Math.max(0, Math.round(value)));

  function at(event) {
    const box = svg.getBoundingClientRect();
    return [within(((event.clientX - box.left) / box.width) * WIDTH, WIDTH), within(((event.clientY - box.top) / box.height) * HEIGHT, HEIGHT)];
  }

  function add(point) {
    const stroke = strokes[strokes.length - 1];
    const last = stroke[stroke.length - 1];
    if (points === POINTS_MAX || (last && Math.hypot(point[0] - last[0], point[1] - last[1]) < STEP)) return;
    stroke.push(point);
    points += 1;
    lines[lines.length - 1].setAttribute('points', (stroke.length === 1 ? [point, point] : stroke).join(' '));
  }

  node.addEventListener('pointerdown', (event) => {
    if (strokes.length === STROKES_MAX || points === POINTS_MAX || !event.isPrimary) return;
    event.preventDefault();
    node.setPointerCapture(event.pointerId);
    drawing = true;
    strokes.push([]);
    const line = document.createElementNS(SVG, 'polyline');
    lines.push(line);
    svg.append(line);
    add(at(event));
    node.dataset.strokes = String(strokes.length);
  });
  node.addEventListener('pointermove', (event) => {
    if (!drawing || !event.isPrimary) return;
    for (const moved of event.getCoalescedEvents?.() ?? [event]) add(at(moved));
  });
  for (const end of ['pointerup', 'pointercancel']) node.addEventListener(end, () => { drawing = false; });

  return {
    node,
    strokes: () => strokes,
    clear() {
      for (const line of lines) line.remove();
      lines = [];
      strokes.length = 0;
      points = 0;
      delete node.dataset.strokes;
    },
  };
}
