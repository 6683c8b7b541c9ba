import * as vscode from 'vscode';
import { DisposableStore } from '../base/disposable';
import type { Location } from '../core/events/location';
import { parseFromPanel } from '../core/panelMessages';
import type { FromPanel, ToPanel } from '../core/panelProtocol';
import { DEFAULT_WINDOW, type Snapshot, type ViewWindow } from '../core/snapshot/protocol';
import type { Run } from '../inspector/client';
import { PANEL_VIEW_TYPE } from './contributions';
import { newNonce, panelHtml } from './panelHtml';

/** What a person does in the panel. */
export interface PanelActions {
  reveal(location: Location): void;
  stop(): void;
  restart(): void;
  changeInterpreter(): void;
  /** The panel was closed; it is of no use any more. */
  closed(): void;
}

/**
 * A program's panel: passes snapshots of the run to the page, and what the page asks for to the run.
 * The page is thrown away whenever it is out of sight; everything it needs comes anew when it is back.
 */
export class LoopPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #actions: PanelActions;
  readonly #log: vscode.LogOutputChannel;
  readonly #store = new DisposableStore();
  #window: ViewWindow = DEFAULT_WINDOW;
  #visible: boolean;
  /** The run that snapshots come from; null when none runs. */
  #run: Run | null = null;
  #last: Snapshot | null = null;

  /** Opens a panel beside the editor; the editor keeps the focus. */
  static open(title: string, extensionUri: vscode.Uri, actions: PanelActions, log: vscode.LogOutputChannel): LoopPanel {
    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel(PANEL_VIEW_TYPE, title, place, {});
    return new LoopPanel(panel, extensionUri, actions, log);
  }

  /** @param panel new, or one that VS Code kept over a reload of the window */
  constructor(panel: vscode.WebviewPanel, extensionUri: vscode.Uri, actions: PanelActions, log: vscode.LogOutputChannel) {
    this.#panel = panel;
    this.#actions = actions;
    this.#log = log;
    this.#visible = panel.visible;
    const root = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [root] };
    panel.iconPath = new vscode.ThemeIcon('sync');
    this.#store.add(panel.onDidDispose(() => this.#closed()));
    this.#store.add(panel.onDidChangeViewState(() => this.#visibilityChanged()));
    this.#store.add(webview.onDidReceiveMessage((message: unknown) => this.#receive(message)));
    const address = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(root, name)).toString();
    webview.html = panelHtml({ cspSource: webview.cspSource, script: address('panel.js'), style: address('panel.css') }, newNonce());
  }

  get title(): string {
    return this.#panel.title;
  }

  get active(): boolean {
    return this.#panel.active;
  }

  get viewColumn(): vscode.ViewColumn | undefined {
    return this.#panel.viewColumn;
  }

  /** The last snapshot of the run on show. */
  get last(): Snapshot | null {
    return this.#last;
  }

  /** Brings the panel to the front of its column; the focus stays where it is. */
  show(): void {
    this.#panel.reveal(undefined, true);
  }

  /** Shows `run` from now on. */
  follow(run: Run): void {
    this.#run = run;
    this.#last = null;
    run.onSnapshot((snapshot) => {
      if (this.#run !== run) return;
      this.#last = snapshot;
      if (this.#visible) this.#post({ type: 'snapshot', snapshot });
    });
    if (this.#visible) run.view(this.#window);
  }

  /** The run is over; its last state stays. */
  ended(last: Snapshot): void {
    const shown = last === this.#last;
    this.#run = null;
    this.#last = last;
    if (!shown && this.#visible) this.#post({ type: 'snapshot', snapshot: last });
  }

  dispose(): void {
    if (this.#store.disposed) return;
    this.#store.dispose();
    this.#panel.dispose();
  }

  #closed(): void {
    if (this.#store.disposed) return;
    this.#run?.hide();
    this.#run = null;
    this.#store.dispose();
    this.#actions.closed();
  }

  #visibilityChanged(): void {
    if (this.#visible === this.#panel.visible) return;
    this.#visible = this.#panel.visible;
    if (this.#visible) this.#refresh();
    else this.#run?.hide();
  }

  /** Gives the page everything: it is new, or comes back into sight. */
  #refresh(): void {
    if (this.#last !== null) this.#post({ type: 'snapshot', snapshot: this.#last });
    else if (this.#run === null) this.#post({ type: 'empty' });
    this.#run?.view(this.#window);
  }

  #receive(raw: unknown): void {
    const message = parseFromPanel(raw);
    if (message.ok) this.#handle(message.value);
    else this.#log.warn(message.error.message);
  }

  #handle(message: FromPanel): void {
    switch (message.type) {
      case 'ready':
        this.#refresh();
        break;
      case 'view':
        this.#window = message.window;
        if (this.#visible) this.#run?.view(message.window);
        break;
      case 'acknowledge':
        // Of an older snapshot, or of an earlier run's: not an answer to what is under way.
        if (message.sequence === this.#last?.sequence) this.#run?.acknowledge(message.sequence);
        break;
      case 'reveal':
        this.#actions.reveal(message.location);
        break;
      case 'stop':
        this.#actions.stop();
        break;
      case 'restart':
        this.#actions.restart();
        break;
      case 'changeInterpreter':
        this.#actions.changeInterpreter();
        break;
    }
  }

  #post(message: ToPanel): void {
    // False or a rejection: the page is gone, and asks anew when it is back.
    this.#panel.webview.postMessage(message).then(undefined, () => undefined);
  }
}
