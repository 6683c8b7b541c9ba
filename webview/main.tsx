/** Ties the page together: messages in → state → one drawing a frame → acknowledgement and wishes out. */
import { render } from 'preact';
import { parseToPanel } from '../src/core/panelMessages';
import type { ToPanel } from '../src/core/panelProtocol';
import type { ViewWindow } from '../src/core/snapshot/protocol';
import { ActionsContext, type Actions } from './actions';
import { TICK } from './advance';
import { App } from './app';
import { connect } from './bridge';
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
  /** Of the newest snapshot that is not acknowledged yet. */
  let sequence: number | null = null;
  /** The window that was last asked for. */
  let wanted = '';
  /** Whether nothing has come since: then nothing more is asked for, however fast somebody scrolls. */
  let unanswered = false;
  let kept = '';
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
    restart: () => bridge.post({ type: 'restart' }),
    changeInterpreter: () => bridge.post({ type: 'changeInterpreter' }),
  };

  function draw(): void {
    const shown = sequence;
    render(
      <ActionsContext.Provider value={actions}>
        <App state={state} />
      </ActionsContext.Provider>,
      root!,
    );
    if (shown !== null) {
      if (pageTop !== null) page.scrollTo(0, pageTop);
      pageTop = null;
    }
  }

  function drawn(): void {
    if (sequence !== null) bridge.post({ type: 'acknowledge', sequence });
    sequence = null;
    ask();
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
    unanswered = false;
    if (message.type === 'snapshot') {
      sequence = message.snapshot.sequence;
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
  page.setInterval(() => dispatch({ type: 'tick', at: page.performance.now() }), TICK);
  page.addEventListener('scroll', () => keep(), { passive: true });
  draw();
  bridge.post({ type: 'ready' });
  ask();
}
