// Draws a screen of the terminal. What it shows comes from the terminal as data; nothing is decided here.

import { drawn } from './figure.js';
import { domainOf, fingersWork } from './finger.js';

/** The note of an entry that opens a menu: a sign, not words. */
const OPENS = '›';
/** More than a card number: a code of a wallet. */
const LONG_CHARACTERS = 19;
const SVG = 'http://www.w3.org/2000/svg';
const ICONS = {
  DONE: 'M6 12.5l4 4 8-9',
  REFUSED: 'M7 7l10 10M17 7L7 17',
  WAITING: 'M12 6v6.5M12 17v.2',
  IN_DOUBT: 'M9 9.2a3 3 0 1 1 4.2 2.8c-.8.4-1.200 1-1.200 2M12 17.200v.2',
};

const FINGER = 'M6 8.500a7 7 0 0 1 12 0M4.500 13.500c0-4.500 3.200-7.500 7.500-7.500s7.500 3 7.500 7.500M7.500 18c-.6-1.400-.8-2.800-.8-4.300a5.300 5.300 0 0 1 10.600 0c0 1.600.2 3 .6 4.300M10.200 19.500c-.7-1.800-1-3.700-1-5.700a2.800 2.800 0 0 1 5.600 0c0 2 .2 3.800.8 5.600M12 13.500c0 2.300.2 4.400.8 6.500';

export function element(tag, className, text, testId) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  if (testId) node.dataset.testid = testId;
  return node;
}

/** The class that colours a tone. */
function toneClass(tone) {
  return tone.toLowerCase().replace('_', '-');
}

function icon(tone) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[tone]);
  svg.append(path);
  return svg;
}

function message(screen) {
  const { tone, headline, detail } = screen.message;
  const alone = !screen.field && screen.items.length === 0 && !(detail && screen.lines.length >= 3);
  const box = element('div', `message ${toneClass(tone)}${alone ? ' alone' : ''}`, undefined, 'screen-message');
  box.dataset.tone = tone;
  if (screen.busy) {
    box.append(element('span', 'spinner'));
  } else if (screen.cardWanted) {
    const gesture = element('span', 'gesture');
    gesture.setAttribute('aria-hidden', 'true');
    gesture.append(element('i', 'reader'), element('i', 'plastic'));
    box.append(gesture);
  } else if (ICONS[tone]) {
    box.append(icon(tone));
  }
  const words = element('div', 'words');
  words.append(element('p', 'headline', headline, 'screen-headline'));
  if (detail) words.append(element('p', 'detail', detail, 'screen-detail'));
  box.append(words);
  return box;
}

function field(f) {
  const box = element('div', `field ${f.kind.toLowerCase()}`, undefined, 'screen-field');
  box.append(element('span', 'label', f.label, 'screen-field-label'));
  const value = element('span', 'value num', undefined, 'screen-field-value');
  if (f.kind === 'SECRET') {
    for (let i = 0; i < f.shown.length; i += 1) {
      value.append(element('i', f.settling && i === f.shown.length - 1 ? 'dot settling' : 'dot'));
    }
    value.append(element('i', 'caret'));
    value.setAttribute('aria-label', String(f.shown.length));
    value.setAttribute('role', 'img');
    value.dataset.length = String(f.shown.length);
  } else if (f.kind === 'AMOUNT') {
    value.append(element('small', '', '¥'), document.createTextNode(f.shown));
  } else {
    value.textContent = f.shown;
    value.classList.toggle('long', f.shown.length > LONG_CHARACTERS);
    value.append(element('i', 'caret'));
  }
  box.append(value);
  if (f.mode) box.append(element('span', 'mode', f.mode, 'screen-mode'));
  return box;
}

/** The fingerprint reader; where the browser knows none, what to do instead. */
function sensor(wanted, text, touch) {
  if (!fingersWork(domainOf(wanted))) return element('p', 'sensor-hint', text('finger.localhost'), 'finger-hint');
  const button = element('button', 'sensor', undefined, 'finger');
  button.type = 'button';
  const lines = document.createElementNS(SVG, 'svg');
  lines.setAttribute('viewBox', '0 0 24 24');
  lines.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', FINGER);
  lines.append(path);
  button.append(lines, element('span', '', text('finger')));
  button.addEventListener('click', () => {
    button.disabled = true;
    touch(wanted);
  });
  return button;
}

/** Where no camera looks at the page, what a code says goes by the clipboard. */
function copier(content, text) {
  const button = element('button', 'copy', text('code.copy'), 'screen-code-copy');
  button.type = 'button';
  button.addEventListener('mousedown', (event) => event.preventDefault());
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(content);
    button.textContent = text('code.copied');
  });
  return button;
}

/**
 * @param {HTMLElement} body where the screen is drawn
 * @param {HTMLElement} softkeys where the soft keys are drawn
 * @param {object} screen the event
 * @param {(key: string) => void} press
 * @param {(key: string, ...values: unknown[]) => string} text the page's own texts
 * @param {(wanted: object) => void} touch a finger is put on the reader
 * @param {HTMLElement | undefined} pad where the cardholder signs, if the screen wants it
 */
export function draw(body, softkeys, screen, press, text, touch, pad) {
  const parts = [];
  const head = element('div', 'head');
  head.append(element('h1', '', screen.title, 'screen-title'));
  const where = [...screen.path];
  const place = [where.join(' › '), screen.steps ? text('step', screen.step, screen.steps) : ''].filter(Boolean);
  if (place.length > 0) head.append(element('p', 'path', place.join(' · '), 'screen-path'));
  parts.push(head);

  if (screen.steps) {
    const steps = element('div', 'steps', undefined, 'screen-steps');
    steps.setAttribute('role', 'img');
    steps.setAttribute('aria-label', `${screen.step} / ${screen.steps}`);
    for (let i = 1; i <= screen.steps; i += 1) steps.append(element('i', i <= screen.step ? 'on' : ''));
    parts.push(steps);
  }
  if (screen.message) parts.push(message(screen));
  if (screen.lines.length > 0) {
    const list = element('dl', screen.lines.length >= 4 ? 'lines many' : 'lines');
    for (const line of screen.lines) {
      const row = element('div', line.strong ? 'strong' : '', undefined, `line-${line.id}`);
      row.append(element('dt', '', line.label), element('dd', 'num', line.value));
      list.append(row);
    }
    parts.push(list);
  }
  if (pad) parts.push(pad);
  if (screen.code) {
    const code = drawn(screen.code, text('code'));
    code.dataset.testid = 'screen-code';
    parts.push(code, copier(screen.code.content, text));
  }
  if (screen.fingerWanted) parts.push(sensor(screen.fingerWanted, text, touch));
  if (screen.field) parts.push(field(screen.field));
  if (screen.rules.length > 0) {
    const rules = element('ul', 'rules');
    for (const rule of screen.rules) {
      const row = element('li', rule.state.toLowerCase(), rule.text, `rule-${rule.id}`);
      row.dataset.state = rule.state;
      rules.append(row);
    }
    parts.push(rules);
  }
  if (screen.items.length > 0) {
    const list = element('div', screen.items.length > 5 ? 'items two' : 'items');
    for (const item of screen.items) {
      const button = element('button', '', undefined, `item-${item.id}`);
      button.type = 'button';
      button.append(element('b', 'num', item.key), element('span', 'text', item.text));
      if (item.hint) button.append(element('small', item.hint === OPENS ? 'opens' : toneClass(item.tone), item.hint));
      button.addEventListener('click', () => press(item.key));
      list.append(button);
    }
    parts.push(list);
  }
  body.replaceChildren(...parts);

  softkeys.replaceChildren(...screen.softkeys.map((soft) => {
    const button = element('button', soft.key.toLowerCase(), soft.text, `softkey-${soft.key}`);
    button.type = 'button';
    button.addEventListener('click', () => press(soft.key));
    return button;
  }));
}

/** What a screen reader says of a screen; a secret is never in it. */
export function spoken(screen) {
  const words = [screen.title];
  if (screen.message) words.push(screen.message.headline, screen.message.detail ?? '');
  if (screen.field) words.push(screen.field.label);
  return words.filter(Boolean).join('. ');
}
