/** Ties the page together: messages in → state → one drawing a frame → acknowledgement and wishes out. */
import { render } from 'preact';
import { parseToPanel } from '../src/core/panelMessages';
import type { ToPanel } from '../src/core/panelProtocol';
import type { Destination } from '../src/core/history/destination';
import type { ViewWindow } from '../src/core/snapshot/protocol';
import { ActionsContext, type Actions } from './actions';
import { TICK } from './advance';
import { App } from './app';
import { connect } from './connect';
import { registerControls } from './controls';
import { FrameLoop } from './frames';
import { readSavedState, savedState } from './savedState';
import { type Action, initialState, reduce, wantedWindow } from './store';

start(window);

function start(page: Window): void {
  const root = page.document.getElementById('root');
  if (root === null) throw new Error('Loop Inspector bug: the page has no root element');
  registerControls();
  const bridge = connect(page);
  const saved = readSavedState(bridge.getState());
  let state = initialState(saved, saved.firstRow);
  /** Of the newest snapshot that is not drawn yet. */
  let undrawn: number | null = null;
  /** Of the newest that is drawn and not acknowledged yet. */
  let unacknowledged: number | null = null;
  /** The window that was last asked for. */
  let wanted = '';
  /** Whether nothing has come since: then nothing more is asked for, however fast somebody scrolls. */
  let unanswered = false;
  let kept = '';
  /** Where a dragging pointer is: only the latest matters, so it is asked for when the last answer is drawn. */
  let sought: Destination | null = null;
  let seeking = false;
  let pageTop: number | null = saved.pageTop;

  const dispatch = (action: Action): void => {
    const next = reduce(state, action);
    if (next === state) return;
    state = next;
    frames.request();
  };
  const actions: Actions = {
    dispatch,
    reveal: (location) => bridge.post({ type: 'reveal', location }),
    stop: () => bridge.post({ type: 'stop' }),
    control: (command) => bridge.post({ type: 'control', command }),
    travel,
    restart: () => bridge.post({ type: 'restart' }),
    openExample: () => bridge.post({ type: 'openExample' }),
    copy: (text) => bridge.post({ type: 'copy', text }),
    explainRule: (code) => bridge.post({ type: 'explainRule', code }),
    muteRule: (code, muted) => bridge.post({ type: 'muteRule', code, muted }),
    changeInterpreter: () => bridge.post({ type: 'changeInterpreter' }),
    connectAgain: () => bridge.connectAgain?.(),
  };

  function draw(): void {
    render(
      <ActionsContext.Provider value={actions}>
        <App state={state} />
      </ActionsContext.Provider>,
      root!,
    );
    if (undrawn !== null) {
      if (pageTop !== null) page.scrollTo(0, pageTop);
      pageTop = null;
      unacknowledged = undrawn;
      undrawn = null;
    }
  }

  function drawn(): void {
    if (unacknowledged !== null) bridge.post({ type: 'acknowledge', sequence: unacknowledged });
    unacknowledged = null;
    ask();
    seek();
    keep();
  }

  function ask(): void {
    if (unanswered) return;
    const view: ViewWindow = wantedWindow(state);
    const text = JSON.stringify(view);
    if (text === wanted) return;
    wanted = text;
    unanswered = true;
    bridge.post({ type: 'view', window: view });
  }

  function travel(destination: Destination): void {
    // each step counts; of the places that a pointer passes only the last does
    if (destination.to === 'time') sought = destination;
    else {
      sought = null;
      bridge.post({ type: 'travel', destination });
    }
    frames.request();
  }

  function seek(): void {
    if (sought === null || seeking) return;
    seeking = true;
    bridge.post({ type: 'travel', destination: sought });
    sought = null;
  }

  function keep(): void {
    // Before the first snapshot there is no table to be scrolled; what was kept stays.
    if (state.content.kind !== 'run') return;
    const now = savedState(state, page.scrollY);
    const text = JSON.stringify(now);
    if (text === kept) return;
    kept = text;
    bridge.setState(now);
  }

  function receive(message: ToPanel): void {
    if (message.type === 'rules') return dispatch({ type: 'rules', choices: message.choices });
    if (message.type === 'notice') return dispatch({ type: 'aside', change: { notice: { text: message.text, action: 'dismiss' } } });
    if (message.type === 'source') return dispatch({ type: 'aside', change: { source: message.source } });
    if (message.type === 'show') return dispatch(message);
    unanswered = false;
    seeking = false;
    if (message.type === 'snapshot') {
      undrawn = message.snapshot.sequence;
      dispatch({ type: 'snapshot', snapshot: message.snapshot, at: page.performance.now() });
    } else {
      dispatch({ type: 'empty' });
    }
  }

  const frames = new FrameLoop(page, draw, drawn);
  bridge.onMessage((data) => {
    const message = parseToPanel(data);
    if (message.ok) receive(message.value);
  });
  bridge.onNotice?.((notice) => dispatch({ type: 'aside', change: { notice } }));
  page.setInterval(() => dispatch({ type: 'tick', at: page.performance.now() }), TICK);
  page.addEventListener('scroll', () => keep(), { passive: true });
  draw();
  bridge.post({ type: 'ready' });
  ask();
}
