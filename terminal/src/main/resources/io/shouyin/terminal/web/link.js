// The connection to the terminal: events come in, what hands do goes out. It connects again by itself.

const AGAIN_AFTER_MS = [300, 600, 1200, 2500, 5000];

/**
 * @param {(event: object) => void} onEvent each event of the terminal, in order
 * @param {(state: 'connecting' | 'open' | 'lost') => void} onState
 * @returns {(command: object) => void} sends a command; dropped while there is no connection
 */
export function connect(onEvent, onState) {
  let socket;
  let tries = 0;

  function open() {
    onState(tries === 0 ? 'connecting' : 'lost');
    socket = new WebSocket(`ws://${location.host}/terminal`);
    socket.addEventListener('open', () => {
      tries = 0;
      onState('open');
    });
    socket.addEventListener('message', (message) => onEvent(JSON.parse(message.data)));
    socket.addEventListener('close', () => {
      onState('lost');
      const wait = AGAIN_AFTER_MS[Math.min(tries, AGAIN_AFTER_MS.length - 1)];
      tries += 1;
      setTimeout(open, wait);
    });
  }

  open();
  return (command) => {
    if (socket.readyState === WebSocket.OPEN) {
      socket.send(JSON.stringify(command));
    }
  };
}
