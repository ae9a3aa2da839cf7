// The printer: slips come out of it, newest on top, and are torn off together.

import { drawn } from './figure.js';
import { element } from './screen.js';

/** A slip as paper. */
export function slip(event, label) {
  const paper = element('article', 'slip', undefined, `slip-${event.number}`);
  paper.dataset.kind = event.kind;
  paper.setAttribute('aria-label', `${label} ${event.number}`);
  const sheet = element('div', 'sheet');
  for (const line of event.lines) {
    switch (line.style) {
      case 'RULE':
        sheet.append(element('hr'));
        break;
      case 'GAP':
        sheet.append(element('div', 'gap'));
        break;
      case 'ROW':
      case 'BIG': {
        const row = element('div', line.style === 'BIG' ? 'row big' : 'row');
        row.append(element('span', '', line.left), element('span', 'num', line.right));
        sheet.append(row);
        break;
      }
      case 'FIGURE':
        sheet.append(drawn(line.figure, line.left));
        break;
      default:
        sheet.append(element('div', line.style.toLowerCase(), line.left));
    }
  }
  paper.append(sheet);
  return paper;
}

/** Lets the slips fall, then forgets them. */
export function fall(feed) {
  const slips = [...feed.children];
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  for (const paper of slips) {
    if (calm) {
      paper.remove();
    } else {
      paper.classList.add('falling');
      paper.addEventListener('animationend', () => paper.remove(), { once: true });
    }
  }
}
