// What is drawn as one path: a signature, a QR code.

const SVG = 'http://www.w3.org/2000/svg';
/** Modules of white around a QR code. */
const QUIET = 4;

/** @param {{kind: 'signature' | 'code', width: number, height: number, path: string}} figure */
export function drawn(figure, label) {
  const svg = document.createElementNS(SVG, 'svg');
  const quiet = figure.kind === 'code' ? QUIET : 0;
  svg.setAttribute('viewBox', `${-quiet} ${-quiet} ${figure.width + 2 * quiet} ${figure.height + 2 * quiet}`);
  svg.setAttribute('class', `figure ${figure.kind}`);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', figure.path);
  svg.append(path);
  return svg;
}
