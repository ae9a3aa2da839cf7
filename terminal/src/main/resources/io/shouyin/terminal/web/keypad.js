// The keypad: buttons, and the computer's keyboard.

import { element } from './screen.js';

const LETTERS = {
  1: '.,-@', 2: 'ABC', 3: 'DEF', 4: 'GHI', 5: 'JKL', 6: 'MNO', 7: 'PQRS', 8: 'TUV', 9: 'WXYZ', '*': '!#$%', 0: '+ _', '#': 'Aa1',
};
const ROWS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#', 'CANCEL', 'CLEAR', 'OK'];
const NAMES = { '*': 'star', '#': 'hash' };
const KEYBOARD = { Enter: 'OK', Escape: 'CANCEL', Backspace: 'CLEAR', Delete: 'CLEAR', F1: 'F1', F2: 'F2', F3: 'F3', F4: 'F4' };

/**
 * @param {HTMLElement} box
 * @param {(key: string) => void} press
 * @param {(character: string) => void} type a character of the computer's keyboard
 */
export function keypad(box, press, type) {
  for (const key of ROWS) {
    const button = element('button', `k ${key.toLowerCase()}`, undefined, `key-${NAMES[key] ?? key.toLowerCase()}`);
    button.type = 'button';
    button.dataset.key = key;
    if (key.length > 1) {
      button.dataset.text = `key.${key.toLowerCase()}`;
      button.textContent = key;
    } else {
      button.append(element('span', '', key === '*' ? '✱' : key), element('small', '', LETTERS[key]));
    }
    button.addEventListener('click', () => press(key));
    box.append(button);
  }

  // A click leaves the focus where it was: the next Enter is the terminal's, not the clicked button's.
  document.addEventListener('mousedown', (event) => {
    if (event.target instanceof Element && event.target.closest('button')) event.preventDefault();
  });

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const focused = document.activeElement instanceof HTMLButtonElement;
    if (focused && (event.key === 'Enter' || event.key === ' ')) return;
    const key = KEYBOARD[event.key];
    if (key) {
      event.preventDefault();
      flash(box, key);
      press(key);
    } else if (event.key.length === 1 && event.key > ' ' && event.key <= '~') {
      event.preventDefault();
      flash(box, event.key);
      type(event.key);
    }
  });
}

function flash(box, key) {
  const button = box.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (button) {
    button.classList.add('pressed');
    setTimeout(() => button.classList.remove('pressed'), 120);
  }
}
