// The virtual terminal's page: it shows what the terminal says, and hands it keys and cards.

import { connect } from './link.js';
import { draw, element, spoken } from './screen.js';
import { finger } from './finger.js';
import { keypad } from './keypad.js';
import { fall, slip } from './paper.js';
import { signaturePad } from './sign.js';

const byId = (id) => document.getElementById(id);
const device = byId('device');
const state = { texts: {}, controls: false, connected: false, paper: true, cards: [], screen: null, link: 'connecting' };

const send = connect(receive, linkState);
let pad;

/** While a cardholder signs, the green key hands over what was signed, and the yellow one wipes it. */
function press(key) {
  if (pad && key === 'OK') send({ sign: pad.strokes() });
  else if (pad && key === 'CLEAR') pad.clear();
  else send({ key });
}

keypad(byId('keys'), press, (character) => send({ type: character }));
byId('take-over').addEventListener('click', () => send({ takeOver: true }));
byId('tear-off').addEventListener('click', () => send({ tear: true }));
byId('paper-toggle').addEventListener('click', () => send({ paper: !state.paper }));
byId('battery-level').addEventListener('change', (event) => send({ battery: Number(event.target.value) }));
for (const id of ['hw-charging', 'hw-case', 'hw-network', 'hw-signal', 'hw-place']) byId(id).addEventListener('change', () => send({ hardware: sensed() }));
byId('hw-new-roll').addEventListener('click', () => {
  send({ paper: false });
  send({ paper: true });
});
for (const button of document.querySelectorAll('[data-language]')) {
  button.addEventListener('click', () => send({ language: button.dataset.language }));
}
// A click leaves the keyboard to the terminal: Enter is its green key, not the button that was clicked last.
for (const button of document.querySelectorAll('.top button, .role button, .printing button')) {
  button.addEventListener('mousedown', (event) => event.preventDefault());
}

async function touch(wanted) {
  send({ finger: await finger(wanted) });
}

function text(key, ...values) {
  return values.reduce((t, value, i) => t.replace(`{${i}}`, value), state.texts[key] ?? '');
}

function receive(event) {
  switch (event.event) {
    case 'texts': return texts(event);
    case 'status': return status(event);
    case 'screen': return screen(event);
    case 'model': return model(event);
    case 'cards': return cards(event);
    case 'print': return print(event);
    case 'torn': return torn();
    case 'paper': return paper(event.present);
    case 'hardware': return hardware(event);
    case 'role': return role(event);
    case 'beep': return beep(event.kind);
    default: return undefined;
  }
}

function texts(event) {
  state.texts = event.texts;
  document.documentElement.lang = event.language === 'zh' ? 'zh-CN' : 'en';
  document.title = `守银 ${text('brand')}`;
  for (const node of document.querySelectorAll('[data-text]')) node.textContent = text(node.dataset.text);
  for (const node of document.querySelectorAll('[data-text-label]')) node.setAttribute('aria-label', text(node.dataset.textLabel));
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset.language === event.language));
  }
  paper(state.paper);
  linkState(state.link);
}

function status(event) {
  const words = event.words;
  byId('status-network').textContent = words.network;
  byId('status-network').dataset.network = event.network;
  byId('status-signed-in').textContent = words.signedIn;
  byId('status-signed-in').dataset.signedIn = String(event.signedIn);
  byId('status-batch').textContent = event.activated ? words.batch ?? '' : '';
  byId('status-operator').textContent = words.operator ?? '';
  byId('status-reversal').textContent = words.reversal ?? '';
  byId('status-time').textContent = event.time;
  const battery = byId('status-battery');
  battery.setAttribute('aria-label', `${text('battery')} ${event.batteryPercent}%`);
  battery.firstElementChild.style.width = `${event.batteryPercent}%`;
  battery.classList.toggle('low', Boolean(words.battery));
  byId('status-low').textContent = words.battery ?? '';
  byId('battery-level').value = String(event.batteryPercent);
}

function model(event) {
  device.dataset.body = event.body;
  byId('maker').textContent = `${event.name.replace('Shouyin', '守银')} · ${event.called}`;
  document.body.classList.toggle('no-printer', !event.printer);
  document.body.dataset.paper = String(event.paperMm ?? '');
}

function screen(event) {
  const before = state.screen;
  state.screen = event;
  pad = event.signatureWanted ? signaturePad(text('pad')) : undefined;
  draw(byId('screen-body'), byId('softkeys'), event, press, text, touch, pad?.node);
  device.classList.toggle('typing', Boolean(event.field));
  byId('screen').dataset.screenId = event.id;
  byId('screen').setAttribute('aria-busy', String(event.busy));
  device.classList.toggle('card-wanted', event.cardWanted);
  if (!before || before.id !== event.id || spoken(before) !== spoken(event)) byId('spoken').textContent = spoken(event);
  usable();
}

function cards(event) {
  state.cards = event.cards;
  byId('cards-hint').hidden = false;
  byId('cards-hint').textContent = text(event.cards.length === 0 ? 'cards.empty' : 'cards.hint');
  byId('cards').replaceChildren(...event.cards.map((card) => {
    const item = element('li', `card hue-${card.index % 6}`, undefined, `card-${card.index}`);
    const head = element('div', 'who');
    head.append(element('b', '', card.name), element('small', '', card.hint));
    const foot = element('div', 'foot');
    foot.append(element('span', 'n num', card.shown), element('span', 'x num', card.expiry));
    const acts = element('div', 'acts');
    for (const how of ['swipe', 'insert', 'tap']) {
      const button = element('button', '', text(`card.${how}`), `card-${card.index}-${how}`);
      button.type = 'button';
      button.setAttribute('aria-label', `${text(`card.${how}`)} ${card.name} ${card.shown.slice(-4)}`);
      button.addEventListener('click', () => {
        item.classList.remove('moved');
        requestAnimationFrame(() => item.classList.add('moved'));
        send({ card: card.index, how });
      });
      acts.append(button);
    }
    item.append(head, element('i', 'chip'), foot, acts);
    return item;
  }));
  usable();
}

function print(event) {
  if (document.querySelector(`[data-testid="slip-${event.number}"]`)) return;
  byId('feed').prepend(slip(event, text('slip')));
  byId('no-slips').hidden = true;
  byId('tear-off').hidden = false;
}

function torn() {
  fall(byId('feed'));
  byId('no-slips').hidden = false;
  byId('tear-off').hidden = true;
}

function paper(present) {
  state.paper = present;
  byId('no-paper').hidden = present;
  byId('paper-toggle').textContent = text(present ? 'printer.paperOut' : 'printer.paperIn');
}

/** What the virtual machine is to sense, as its page says. */
function sensed() {
  const [latitude, longitude] = byId('hw-place').value.split(',').map(Number);
  return {
    charging: byId('hw-charging').checked, caseOpen: byId('hw-case').checked, network: byId('hw-network').value, signalDbm: Number(byId('hw-signal').value),
    position: byId('hw-place').value ? { latitude, longitude } : null,
  };
}

function hardware(event) {
  byId('hw-charging').checked = event.charging;
  byId('hw-case').checked = event.caseOpen;
  byId('hw-network').value = event.network;
  byId('hw-signal-row').hidden = event.signalDbm === undefined;
  byId('hw-signal').value = String(event.signalDbm ?? -58);
  byId('hw-dbm').textContent = `${event.signalDbm ?? ''} dBm`;
  byId('hw-roll').textContent = `${event.rollPercent}%`;
  const place = event.position ? `${event.position.latitude},${event.position.longitude}` : '';
  const places = byId('hw-place');
  if (![...places.options].some((one) => one.value === place)) places.add(new Option(place.replace(',', ' '), place));
  places.value = place;
}

function role(event) {
  state.controls = event.controls;
  byId('role').hidden = event.controls;
  usable();
}

function beep(kind) {
  if (kind === 'KEY_REFUSED') {
    device.classList.remove('refused');
    requestAnimationFrame(() => device.classList.add('refused'));
  }
}

function linkState(next) {
  const came = next === 'open' && state.link === 'lost';
  state.link = next;
  state.connected = next === 'open';
  if (came) byId('feed').replaceChildren();
  byId('link').dataset.state = next;
  const words = { connecting: text('link.connecting') || '正在连接终端 Connecting', lost: text('link.lost') || '正在重连 Connecting again', open: '' };
  byId('link-text').textContent = words[next];
  byId('veil').hidden = state.connected;
  byId('veil-text').textContent = words[next];
  usable();
}

/** Without a connection, or while another window has the terminal, there is nothing to press. */
function usable() {
  const hands = state.connected && state.controls;
  for (const button of document.querySelectorAll('.keys button, .items button, .soft button, .head button, .sensor, .hardware input, .hardware select, .hardware button')) button.disabled = !hands;
  const wanted = Boolean(state.screen?.cardWanted);
  for (const button of document.querySelectorAll('.acts button')) {
    button.disabled = !hands || !wanted;
    button.title = wanted ? '' : text('card.notWanted');
  }
  document.body.classList.toggle('card-wanted', hands && wanted);
}
